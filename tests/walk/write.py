"""Renew the walk's tables: `python -m tests.walk.write`. Read the difference before you commit."""

from tests.walk import standing


def main():
    with standing.world() as world:
        from tests.walk import addresses, rows, table, walking

        routes = addresses.all_routes()
        walk = walking.walk(world, routes)
        for each in table.TABLES:
            lines = [line for route in routes for line in each.lines_of(walk, route)]
            each.path.write_text(table.written(each.path, lines))
        rows.PATH.write_text(rows.written(world))
        for fault in walk.faults:
            print(fault)


if __name__ == "__main__":
    main()
