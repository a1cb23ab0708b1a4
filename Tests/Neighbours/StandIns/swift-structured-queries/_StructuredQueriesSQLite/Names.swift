// The public types of _StructuredQueriesSQLite 0.37.0, by name.

public struct Database {}
