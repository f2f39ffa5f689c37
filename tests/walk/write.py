"""Renew the walk's tables: `python -m tests.walk.write`. Read the difference before you commit."""

from tests.walk import standing


def main():
    with standing.world() as world:
        from tests.walk import addresses, table, walking

        routes = addresses.all_routes()
        walk = walking.walk(world, routes)
        for path, lines_of in (
            (table.EXPECTED, table.lines_of_statuses),
            (table.SEEN, table.lines_of_canaries),
        ):
            lines = [line for route in routes for line in lines_of(walk, route)]
            path.write_text(table.written(path, lines))
        for fault in walk.faults:
            print(fault)


if __name__ == "__main__":
    main()
