package io.tidemark.simulator.drill.kill;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.simulator.drill.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** A process that waits for its orders, lives, and is killed. What it says goes into the recording. */
final class Victim implements AutoCloseable {
    private static final List<String> OPTIONS = List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-Xshare:auto");
    private static final Duration LONGEST_WAY = Duration.ofMinutes(2);
    private static final int LONGEST_LIFE_MS = 600;

    private final ChildJvm process;
    private final Recording recording;
    private boolean sprung;

    private Victim(ChildJvm process, Recording recording) {
        this.process = process;
        this.recording = recording;
    }

    static Victim ready(Path home, Path types, Path log, Recording recording) throws IOException {
        List<String> options = Stream.concat(OPTIONS.stream(), Stream.of("-Dtidemark.home=" + home))
                .toList();
        return new Victim(ChildJvm.start(KilledDevice.class, options, List.of(types.toString()), log), recording);
    }

    /** From its orders to its death. */
    Life live(int number, KilledDevice.Orders orders, Random moments) throws IOException, InterruptedException {
        process.tell(orders.write());
        Duration limit = orders.point().isPresent() ? LONGEST_WAY : Duration.ofMillis(moments.nextInt(LONGEST_LIFE_MS));
        long deadline = System.nanoTime() + limit.toNanos();
        boolean silent = false;
        while (!sprung && !silent) {
            long left = deadline - System.nanoTime();
            Optional<Json> said = left > 0 ? process.next(Duration.ofNanos(left)) : Optional.empty();
            said.ifPresent(this::hear);
            silent = said.isEmpty();
        }
        boolean ended = !process.isAlive();
        process.kill().forEach(this::hear);
        boolean reached = orders.point().isEmpty() || sprung;
        Optional<String> end = ended ? Optional.of("it ended by itself; its log says why") : Optional.empty();
        return new Life(number, orders.point(), reached, end, FileCopy.integrity(orders.database()));
    }

    private void hear(Json said) {
        try {
            Members members = Members.of(said, "what was said");
            sprung |= members.has(KilledDevice.SPRUNG);
            if (members.has(KilledDevice.TRYING)) {
                List<Intention> edits = new ArrayList<>();
                for (Json edit : members.array(KilledDevice.TRYING)) {
                    edits.add(Intention.read(edit));
                }
                recording.trying(edits);
            } else if (members.has(KilledDevice.PROMISED)) {
                recording.promised(members.array(KilledDevice.PROMISED).stream()
                        .map(Victim::operation)
                        .toList());
            } else if (members.has(KilledDevice.SENDING)) {
                recording.sending(members.array(KilledDevice.SENDING));
            }
        } catch (InvalidShape e) {
            throw new IllegalStateException("the device said what it never says: " + said, e);
        }
    }

    private static OperationId operation(Json id) {
        return Optional.of(id)
                .filter(Json.Str.class::isInstance)
                .map(Json.Str.class::cast)
                .flatMap(text -> OperationId.parse(text.value()))
                .orElseThrow();
    }

    @Override
    public void close() {
        process.close();
    }
}
