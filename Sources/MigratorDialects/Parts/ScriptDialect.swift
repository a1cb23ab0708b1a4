/// The script that does offline what a run does, as one database's shell reads it.
package protocol ScriptDialect {}
