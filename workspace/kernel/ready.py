"""Queries that are put together once and asked often.

For a small question the ORM takes several times as long to put the statement together as the
database takes to answer it. A function that makes a queryset can be kept *ready*:

    @ready
    def states(*, noun, object_id):
        return Version.objects.filter(noun=noun, object_id=object_id).values_list("state")

    list(states(noun="item", object_id=7))

What is given by name are values that stand in the statement as parameters; what is given by place
shapes the statement, and there is one for each. The queryset that comes back is there to be read
as it is. The statement is made by the ordinary managers, and the workspace in scope is filled in
at each call: outside a scope it raises like any other query, and in the scope of some workspaces,
or for values that are neither whole numbers nor plain words, it is made anew.

Whatever else goes into the statement stays in it: a day must be part of the shape, and a moment
has no place there.
"""

import copy
from functools import wraps
from math import isfinite
from weakref import WeakKeyDictionary

from django.db import connections

from workspace.kernel import scope
from workspace.kernel.remembering import Remembered

# They stand for the values while a statement is put together, and occur nowhere else. A number
# fits the smallest column: one that cannot hold it would make a statement that finds nothing.
NUMBER = 1_786_543_000
SMALL = 32_100
WORD = "standin"
LARGE = 2**31
EVERYTHING = "a statement is put together in the scope in which it is asked"


class Statements(Remembered):
    """How is asked, not what was answered: no row is in here."""


def ready(make):
    """Keep the statements of `make(*shape, **values)`, which returns a queryset."""
    kept = Statements(200)

    @wraps(make)
    def asked(*shape, **values):
        within = scope.current()
        is_everything = within is scope.EVERYTHING
        if not all(map(is_plain, values.values())) or not (is_everything or len(within) == 1):
            return make(*shape, **values)
        key = is_everything, shape, tuple((name, type(value)) for name, value in values.items())
        statement = kept.find(key)
        if statement is None:
            around = scope.everything(because=EVERYTHING) if is_everything else scope.of(NUMBER)
            with around:
                statement = Statement(make, shape, values)
            kept.put(key, statement)
        owner = {} if is_everything else {None: next(iter(within))}
        return statement.rows(values | owner)

    return asked


def is_plain(value):
    """Stands in a statement as it is, whatever it is compared with."""
    if type(value) is int:
        return 0 <= value < LARGE
    if type(value) is float:
        return isfinite(value)
    return type(value) is str and value.replace("-", "").isalnum()


def standin(kind, place):
    if kind is int:
        return SMALL + place
    return NUMBER + place + 0.5 if kind is float else f"{WORD}{place}"


class Statement:
    """One compiled query, and where its values go; the name of the workspace in scope is None."""

    def __init__(self, make, shape, values):
        names = list(values)
        standins = {name: standin(type(values[name]), place) for place, name in enumerate(names, 1)}
        self.made = make(*shape, **standins)
        self.compiler = self.made.query.get_compiler(self.made.db)
        self.sql, params = self.compiler.as_sql()
        meant = {NUMBER: None} | {value: name for name, value in standins.items()}
        self.params = [(param in meant, meant.get(param, param)) for param in params]
        owner = set() if scope.current() is scope.EVERYTHING else {None}
        if {name for is_meant, name in self.params if is_meant} != owner | {*names}:
            raise ValueError(f"{make.__qualname__}: a value is not in the statement as it is given")

    def rows(self, values):
        """The queryset with these values filled in; to be read, not to be refined."""
        params = tuple(values[name] if is_meant else name for is_meant, name in self.params)
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[self.made.db]  # each thread has its own
        compiler.as_sql = lambda *_args, **_options: (self.sql, params)
        compiler.get_converters = self.converters_of(compiler)
        query = copy.copy(self.made.query)
        query.get_compiler = lambda *_args, **_options: compiler
        rows = type(self.made)(self.made.model, query, self.made._db, self.made._hints)
        rows._iterable_class, rows._fields = self.made._iterable_class, self.made._fields
        return rows

    def converters_of(self, compiler):
        """How to convert what is read: found once, kept by the connection that it is for."""
        kept = vars(compiler.connection).setdefault("ready_converters", WeakKeyDictionary())

        def converters(expressions):
            if self not in kept:
                kept[self] = type(compiler).get_converters(compiler, expressions)
            return kept[self]

        return converters
