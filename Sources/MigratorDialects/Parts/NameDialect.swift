/// Which names one database takes, knows, and keeps for itself.
package protocol NameDialect {}
