package io.tidemark.simulator.bench.device;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.simulator.drill.ChildJvm;
import io.tidemark.simulator.drill.DrillFailed;
import io.tidemark.stack.Home;
import io.tidemark.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A first sync of many rows from the real gateway, in little memory, beside a bare load of the same pages; and one that
 * is killed on its way and goes on.
 */
public final class FirstSync {
    private static final List<String> JVM = List.of("-Xmx64m");
    private static final String OWNER = "newcomer";
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(2);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);

    private final LocalStack stack;
    private final Path folder;

    /**
     * @param from the position at which the device asked for the page
     * @param rows in it
     */
    public record Page(long from, long rows) {}

    /**
     * One life of a device.
     *
     * @param heap in bytes, used when all garbage was gone: now and then, and at the end
     * @param millis from its opening until it stood at the head; empty if it was killed before
     */
    public record Life(List<Page> pages, List<Long> heap, Optional<Long> millis) {
        public Life {
            pages = List.copyOf(pages);
            heap = List.copyOf(heap);
        }
    }

    /**
     * @param killed the first life of a device that was killed on its way
     * @param resumed its second one
     */
    public record Figures(
            long rows, long bareFetchMillis, long bareLoadMillis, Life undisturbed, Life killed, Life resumed) {}

    /** @param folder for the devices' files, which must be there */
    public FirstSync(LocalStack stack, Path folder) {
        this.stack = stack;
        this.folder = folder;
    }

    /** @param rows at least 2,000, so that there are pages enough to be killed between */
    public Figures measure(int rows, Consumer<String> out) throws DrillFailed, InterruptedException {
        try {
            out.accept(rows + " rows are written …");
            FilledScope.fill(stack, rows);
            stack.grant(FilledScope.TENANT, FilledScope.SCOPE, OWNER);
            BareLoad.run(stack.gatewayUrl(), token(), FilledScope.SCOPE, folder.resolve("warm-up.db"));
            out.accept("A bare load of the same pages …");
            BareLoad.Result bare =
                    BareLoad.run(stack.gatewayUrl(), token(), FilledScope.SCOPE, folder.resolve("bare.db"));
            out.accept("A first sync …");
            Life undisturbed = live("undisturbed", bare.head(), Integer.MAX_VALUE);
            out.accept("A first sync that is killed half way, and goes on …");
            Life killed = live("killed", bare.head(), undisturbed.pages().size() / 2);
            Life resumed = live("killed", bare.head(), Integer.MAX_VALUE);
            return new Figures(
                    bare.rows(),
                    Duration.ofNanos(bare.fetchNanos()).toMillis(),
                    Duration.ofNanos(bare.loadNanos()).toMillis(),
                    undisturbed,
                    killed,
                    resumed);
        } catch (IOException | SQLException | InvalidShape e) {
            throw new DrillFailed(String.valueOf(e.getMessage()), e);
        }
    }

    /** @param most pages, after which it is killed */
    private Life live(String name, long head, int most)
            throws IOException, InvalidShape, DrillFailed, InterruptedException {
        List<Page> pages = new ArrayList<>();
        List<Long> heap = new ArrayList<>();
        Home home = Home.find();
        try (ChildJvm device = ChildJvm.start(
                SyncingDevice.class, JVM, List.of(home.entityTypes().toString()), folder.resolve(name + ".log"))) {
            Path database = folder.resolve(name + ".db");
            device.tell(
                    new SyncingDevice.Orders(database, stack.gatewayUrl(), token(), FilledScope.SCOPE, head).write());
            while (pages.size() < most) {
                Members said = Members.of(
                        device.next(LONGEST_SILENCE)
                                .orElseThrow(() -> new DrillFailed("the device says nothing any more", null)),
                        "what was said");
                if (said.has(SyncingDevice.PAGE)) {
                    Members page = said.object(SyncingDevice.PAGE);
                    pages.add(new Page(page.integer("from", 0), page.integer("rows", 0)));
                } else if (said.has(SyncingDevice.HEAP)) {
                    heap.add(said.integer(SyncingDevice.HEAP, 0));
                } else if (said.has(SyncingDevice.DONE)) {
                    return new Life(pages, heap, Optional.of(said.integer(SyncingDevice.DONE, 0)));
                }
            }
            for (Json rest : device.kill()) {
                Members said = Members.of(rest, "what was said");
                if (said.has(SyncingDevice.PAGE)) {
                    Members page = said.object(SyncingDevice.PAGE);
                    pages.add(new Page(page.integer("from", 0), page.integer("rows", 0)));
                }
            }
            return new Life(pages, heap, Optional.empty());
        }
    }

    private String token() {
        return stack.tokens().issue(FilledScope.TENANT, OWNER, TOKEN_LIFETIME);
    }
}
