// What tests meet under one name: the databases that they are lent, and connections to them.
@_exported public import MigratorDatabase
@_exported public import MigratorTestKit
