// What users of the engine meet under its one name: the parts that it is made of, and no driver.
@_exported public import MigratorCore
@_exported public import MigratorDatabase
@_exported public import MigratorGraph
@_exported public import MigratorSafety
@_exported public import MigratorSchema
@_exported public import MigratorSources
