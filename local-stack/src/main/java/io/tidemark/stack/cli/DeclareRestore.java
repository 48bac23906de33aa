package io.tidemark.stack.cli;

import io.tidemark.stack.PartStatus;
import io.tidemark.stack.Probe;
import io.tidemark.stack.Restores;
import io.tidemark.stack.StackException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The new epoch alone goes to stdout; everything for a person goes to stderr. */
@Command(
        name = "declare-restore",
        description = {
            "Says that the database of the running stack was restored from a backup: a new epoch begins, and every"
                    + " device takes its feed from the start and keeps its queue.",
            "The merge service finds out by itself in nearly all cases; this is for the others."
        },
        footer = {
            "",
            "Examples:",
            "  ./tidemark declare-restore --why 'the volume was put back to last night'",
        })
final class DeclareRestore implements Callable<Integer> {
    @Mixin
    private final CommonOptions data = new CommonOptions();

    @Option(
            names = "--why",
            required = true,
            paramLabel = "REASON",
            description = "What happened: kept with the epoch.")
    private String why = "";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (why.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--why must not be empty");
        }
        PartStatus database = data.required()
                .named("postgresql")
                .orElseThrow(() -> new StackException("The stack is still starting: see ./tidemark status"));
        String epoch = Restores.declare(Probe.jdbcUrl(database), why);
        PrintWriter out = spec.commandLine().getOut();
        out.println(epoch);
        out.flush();
        PrintWriter errors = spec.commandLine().getErr();
        errors.println(
                "A new epoch has begun. Memberships that were granted or revoked since the backup are not known");
        errors.println("here: deploy/README.md says how to look for them.");
        errors.flush();
        return Main.OK;
    }
}
