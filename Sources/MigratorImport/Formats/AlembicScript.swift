/// The program in Python that writes down what Alembic says of a project.
package enum AlembicScript {
    /// Takes the path of the project's ini file, that of a file to write, and arguments `-x` of Alembic.
    ///
    /// Each revision runs alone in Alembic's offline mode, between two marks: what is around it, such as the version
    /// table, is not of it. The file has ten fields a revision, each with a NUL behind it.
    package static let text = """
        import argparse, io, json, os, sys
        os.dup2(2, 1)
        ini, out = os.path.abspath(sys.argv[1]), sys.argv[2]
        os.chdir(os.path.dirname(ini))
        sys.path.insert(0, os.getcwd())
        try:
            from alembic.config import Config
            from alembic.runtime.environment import EnvironmentContext
            from alembic.runtime.migration import MigrationStep
            from alembic.script import ScriptDirectory
            from sqlalchemy import types
            from sqlalchemy.engine.mock import MockConnection
        except ImportError as error:
            sys.exit("%s has no Alembic: %s" % (sys.executable, error))
        config = Config(ini, cmd_opts=argparse.Namespace(x=sys.argv[3:]))
        script = ScriptDirectory.from_config(config)
        BEGIN, END = "-- migrator: from here", "-- migrator: to here"

        def sql(revision, up):
            # The statements of one revision in one direction, and whether they run in a transaction.
            buffer = config.output_buffer = io.StringIO()
            below = list(revision._all_down_revisions)

            def steps(_, context):
                make = MigrationStep.upgrade_from_script if up else MigrationStep.downgrade_from_script
                step = make(script.revision_map, revision)
                inner = step.migration_fn

                def run(**arguments):
                    context.impl.static_output(BEGIN)
                    inner(**arguments)
                    context.impl.static_output(END)

                step.migration_fn = run
                return [step]

            start = below if up else [revision.revision]
            with EnvironmentContext(
                config, script, fn=steps, as_sql=True, starting_rev=start or None, destination_rev=revision.revision
            ):
                script.run_env()
            text = buffer.getvalue()
            if BEGIN not in text or END not in text:
                raise RuntimeError("env.py wrote nothing for it in offline mode")
            text = text.split(BEGIN, 1)[1].rsplit(END, 1)[0].strip("\\n")
            # What stands in an autocommit_block runs outside of a transaction.
            inside, outside, within = [], [], False
            for line in text.split("\\n"):
                if line in ("COMMIT;", "BEGIN;"):
                    within = line == "COMMIT;"
                elif within:
                    inside.append(line)
                elif line.strip():
                    outside.append(line)
            if inside and not outside:
                return "off", "\\n".join(inside).strip("\\n")
            return "on", text

        configured = EnvironmentContext.configure

        def configure(self, *arguments, **options):
            # A percent sign is written twice otherwise, as drivers want it.
            options["dialect_opts"] = {"paramstyle": "named", **(options.get("dialect_opts") or {})}
            return configured(self, *arguments, **options)

        EnvironmentContext.configure = configure

        def commit(self):
            # Ahead of an autocommit_block some end the transaction by hand; one without a statement may end.
            if config.output_buffer.getvalue().rpartition(BEGIN)[2].strip():
                raise RuntimeError("it ends the transaction between its statements")

        if not hasattr(MockConnection, "commit"):
            MockConnection.commit = commit

        def json_literal(self, dialect):
            serialize = getattr(dialect, "_json_serializer", None) or json.dumps
            quote = types.String().literal_processor(dialect)
            return lambda value: quote(serialize(None if value is types.JSON.NULL else value))

        # SQLAlchemy writes no JSON into a statement, though it binds it as just this text.
        if types.JSON.literal_processor is types.TypeEngine.literal_processor:
            types.JSON.literal_processor = json_literal

        def names(value):
            return ",".join([value] if isinstance(value, str) else sorted(value or ()))

        with open(out, "x", encoding="utf-8", newline="") as file:
            for revision in reversed(list(script.walk_revisions())):
                down = revision.down_revision
                down = (down,) if isinstance(down, str) else down or ()
                fields = [
                    revision.revision, ",".join(down), names(revision.module.__dict__.get("branch_labels")),
                    names(revision.dependencies), revision.doc or "", os.path.relpath(revision.path),
                ]
                for up in (True, False):
                    try:
                        fields += sql(revision, up)
                    except (Exception, SystemExit) as error:
                        fields += ["no", "%s: %s" % (type(error).__name__, error)]
                file.write("".join(str(field).replace("\\0", " ") + "\\0" for field in fields))

        """
}
