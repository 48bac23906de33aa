package io.tidemark.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.Fixture;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of docs/spec/agent.md, cell by cell, against the machine. */
class TablesTest {
    private static final Path PAGE = Fixture.home().resolve("docs/spec/agent.md");
    private static final long DUE = Samples.NOW.now();
    private static final long LATER = DUE + 1;
    private static final Asking ASKING = new Asking(Samples.TICKET, 500, true);

    @Test
    void pushLaneIsTheTable_whenEveryEventMeetsEveryState() throws IOException {
        // Given
        Map<String, PushLane> states = pushStates();

        // When
        List<String> table = table(states, (lane, event) -> {
            Step<PushLane> step = lane.on(event, Samples.NOW, Samples.PACE);
            return cell(phase(step.state().phase()), step.state().equals(lane), step.instructions());
        });

        // Then
        assertWritten("push", table);
    }

    @Test
    void pullLaneIsTheTable_whenEveryEventMeetsEveryState() throws IOException {
        // Given
        Map<String, PullLane> states = pullStates();

        // When
        List<String> table = table(states, (lane, event) -> {
            Step<PullLane> step = lane.on(event, Samples.NOW, Samples.PACE);
            return cell(phase(step.state().phase()), step.state().equals(lane), step.instructions());
        });

        // Then
        assertWritten("pull", table);
    }

    private static Map<String, PushLane> pushStates() {
        Map<String, PushLane> states = new LinkedHashMap<>();
        states.put("Resting", push(WaitReason.NONE, new PushLane.Phase.Resting(true)));
        states.put("Sending", push(WaitReason.NONE, new PushLane.Phase.Sending(false)));
        states.put("Sending, again", push(WaitReason.NONE, new PushLane.Phase.Sending(true)));
        states.put("Waiting, not due", waiting(LATER, DUE, WaitReason.UNREACHABLE));
        states.put("Waiting, due", waiting(DUE, DUE, WaitReason.UNREACHABLE));
        states.put("Waiting, asked to", waiting(LATER, LATER, WaitReason.TOO_MANY_REQUESTS));
        states.put("Waiting for outcomes", waiting(LATER, DUE, WaitReason.OUTCOME_PENDING));
        states.put("Offline, resting", push(WaitReason.OFFLINE, new PushLane.Phase.Resting(false)));
        states.put("Offline, sending", push(WaitReason.OFFLINE, new PushLane.Phase.Sending(false)));
        states.put(
                "Offline, waiting",
                push(WaitReason.OFFLINE, new PushLane.Phase.Waiting(DUE, DUE, WaitReason.UNREACHABLE)));
        states.put(
                "Stopped, waiting",
                push(WaitReason.STOPPED, new PushLane.Phase.Waiting(LATER, DUE, WaitReason.UNREACHABLE)));
        return states;
    }

    private static Map<String, PullLane> pullStates() {
        Map<String, PullLane> states = new LinkedHashMap<>();
        states.put("Resting, due", resting(WaitReason.NONE, DUE, DUE, WaitReason.NONE));
        states.put("Resting, not due", resting(WaitReason.NONE, LATER, DUE, WaitReason.NONE));
        states.put("Resting after a fault", resting(WaitReason.NONE, LATER, DUE, WaitReason.UNREACHABLE));
        states.put("Resting, asked to", resting(WaitReason.NONE, LATER, LATER, WaitReason.TOO_MANY_REQUESTS));
        states.put("Fetching", pull(WaitReason.NONE, new PullLane.Phase.Fetching(false)));
        states.put("Fetching, asked again", pull(WaitReason.NONE, new PullLane.Phase.Fetching(true)));
        states.put("Fetching, late", late(new PullLane.Phase.Fetching(false)));
        states.put("Following", pull(WaitReason.NONE, new PullLane.Phase.Following()));
        states.put("Offline, resting", resting(WaitReason.OFFLINE, LATER, DUE, WaitReason.NONE));
        states.put("Offline, fetching", pull(WaitReason.OFFLINE, new PullLane.Phase.Fetching(false)));
        states.put("Offline, following", pull(WaitReason.OFFLINE, new PullLane.Phase.Following()));
        states.put("Stopped after a fault", resting(WaitReason.STOPPED, LATER, DUE, WaitReason.UNREACHABLE));
        return states;
    }

    static List<Class<?>> kinds() {
        return List.of(Event.class, Fault.class, Verdict.class, PushLane.Phase.class, PullLane.Phase.class);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindIsInTheTables_whenOneIsAdded(Class<?> sealed) {
        // Given
        List<Class<?>> missing = Arrays.stream(sealed.getPermittedSubclasses()).collect(Collectors.toList());

        // When
        Stream.of(Samples.events().values(), pushStates().values(), pullStates().values())
                .flatMap(Collection::stream)
                .flatMap(TablesTest::parts)
                .forEach(part -> missing.remove(part.getClass()));

        // Then
        assertThat(missing).isEmpty();
    }

    /** What a state or an event is made of, where it decides what happens. */
    private static Stream<Object> parts(Object whole) {
        return switch (whole) {
            case PushLane lane -> Stream.of(lane.phase());
            case PullLane lane -> Stream.of(lane.phase());
            case Event.PushFailed failed -> Stream.of(failed, failed.fault());
            case Event.PullFailed failed -> Stream.of(failed, failed.fault());
            case Event.PushAnswered answered ->
                Stream.concat(
                        Stream.of(answered),
                        answered.answer().results().stream().map(OperationResult::verdict));
            default -> Stream.of(whole);
        };
    }

    private static PushLane push(WaitReason hindrance, PushLane.Phase phase) {
        return new PushLane(hindrance, phase, 0, 50);
    }

    private static PushLane waiting(long until, long quiet, WaitReason reason) {
        return push(WaitReason.NONE, new PushLane.Phase.Waiting(until, quiet, reason));
    }

    private static PullLane pull(WaitReason hindrance, PullLane.Phase phase) {
        return new PullLane(hindrance, phase, 0, ASKING, Showing.WHOLE);
    }

    private static PullLane resting(WaitReason hindrance, long until, long quiet, WaitReason reason) {
        return pull(hindrance, new PullLane.Phase.Resting(until, quiet, reason));
    }

    /** For half a minute it has read pages, and there was no checkpoint among them. */
    private static PullLane late(PullLane.Phase phase) {
        return new PullLane(WaitReason.NONE, phase, 0, ASKING, new Showing(DUE - Showing.PATIENCE, false));
    }

    /** What happens to one state at one event. */
    private interface Cell<S> {
        String of(S state, Event event);
    }

    private static <S> List<String> table(Map<String, S> states, Cell<S> cell) {
        List<String> lines = new ArrayList<>();
        lines.add("| event | " + String.join(" | ", states.keySet()) + " |");
        lines.add("|---|" + "---|".repeat(states.size()));
        List<String> ignored = new ArrayList<>();
        Samples.events().forEach((name, event) -> {
            List<String> cells =
                    states.values().stream().map(state -> cell.of(state, event)).toList();
            if (cells.stream().allMatch(text -> text.equals("–"))) {
                ignored.add(name);
            } else {
                lines.add("| " + name + " | " + String.join(" | ", cells) + " |");
            }
        });
        lines.add("");
        lines.add("Nothing happens in any state at: " + String.join("; ", ignored) + ".");
        return lines;
    }

    private static String cell(String phase, boolean unchanged, List<Instruction> instructions) {
        if (unchanged && instructions.isEmpty()) {
            return "–";
        }
        String carried = instructions.stream()
                .map(instruction -> instruction.getClass().getSimpleName())
                .collect(Collectors.joining(", "));
        return carried.isEmpty() ? phase : phase + ": " + carried;
    }

    private static String phase(PushLane.Phase phase) {
        return switch (phase) {
            case PushLane.Phase.Resting(boolean drained) -> drained ? "Resting" : "Resting, to look";
            case PushLane.Phase.Sending(boolean again) -> again ? "Sending, again" : "Sending";
            case PushLane.Phase.Waiting waiting -> "Waiting `" + waiting.reason() + "`";
        };
    }

    private static String phase(PullLane.Phase phase) {
        return switch (phase) {
            case PullLane.Phase.Resting resting -> "Resting `" + resting.reason() + "`";
            case PullLane.Phase.Fetching(boolean again) -> again ? "Fetching, asked again" : "Fetching";
            case PullLane.Phase.Following() -> "Following";
        };
    }

    /** The page must say it all: a row or a cell that is missing is as red as one that is wrong. */
    private static void assertWritten(String table, List<String> lines) throws IOException {
        String page = Files.readString(PAGE);
        String begin = "<!-- " + table + " -->\n";
        int start = page.indexOf(begin) + begin.length();
        String generated = page.substring(0, start)
                + String.join("\n", lines)
                + "\n"
                + page.substring(page.indexOf("<!-- /" + table + " -->", start));
        if ("write".equals(System.getProperty("tidemark.docs"))) {
            Files.writeString(PAGE, generated);
        }
        assertThat(Files.readString(PAGE))
                .as("the table is not what the machine does: read what changed; -Dtidemark.docs=write writes it anew")
                .isEqualTo(generated);
    }
}
