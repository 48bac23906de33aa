package io.tidemark.simulator.cli;

import io.tidemark.simulator.demo.DemoFolder;
import io.tidemark.simulator.demo.StopRequest;
import io.tidemark.simulator.drill.DrillFailed;
import io.tidemark.stack.Home;
import io.tidemark.stack.LocalStack;
import io.tidemark.stack.StackException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What every drill has around it: a folder, a stack of its own, a screen, and Ctrl-C. */
final class DrillRun {
    private DrillRun() {}

    @FunctionalInterface
    interface Drill {
        /**
         * @param devices an empty folder
         * @param say shows a line at once
         * @return the command's exit status
         */
        int on(LocalStack stack, Path devices, Consumer<String> say, StopRequest stop)
                throws IOException, DrillFailed, InterruptedException;
    }

    /** @param before what the viewer is told first */
    static int carryOut(List<String> before, boolean keep, Drill drill) throws InterruptedException {
        PrintStream out = Terminal.out();
        try (Interruptible interruptible = new Interruptible();
                DemoFolder folder = DemoFolder.open(Home.find().directory(), "drill", Optional.empty(), keep)) {
            before.forEach(out::println);
            if (folder.isKept()) {
                out.println("  Data and logs are kept in " + folder.path());
            }
            say(out, "  Starting a real PostgreSQL, a real Kafka, the merge service and the gateway …");
            Path devices = Files.createDirectory(folder.resolve("devices"));
            try (LocalStack stack =
                    LocalStack.builder().dataDirectory(folder.resolve("stack")).start()) {
                return drill.on(stack, devices, line -> say(out, line), interruptible.stop());
            }
        } catch (IOException | StackException | DrillFailed e) {
            out.println("The drill could not be carried out: " + e.getMessage());
            return ExitStatus.COULD_NOT_RUN;
        } finally {
            out.flush();
        }
    }

    private static void say(PrintStream out, String line) {
        out.println(line);
        out.flush();
    }
}
