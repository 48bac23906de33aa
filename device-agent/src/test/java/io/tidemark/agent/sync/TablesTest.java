package io.tidemark.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of docs/spec/agent.md, cell by cell, against the machine. */
class TablesTest {
    private static final long DUE = Samples.NOW.now();
    private static final long LATER = DUE + 1;

    @Test
    void pushLaneIsTheTable_whenEveryEventMeetsEveryState() throws IOException {
        // Given
        Map<String, PushLane> states = new LinkedHashMap<>();
        states.put("Resting", push(true, new PushLane.Phase.Resting()));
        states.put("Sending", push(true, new PushLane.Phase.Sending(false)));
        states.put("Waiting, not due", push(true, new PushLane.Phase.Waiting(LATER, WaitReason.UNREACHABLE)));
        states.put("Waiting, due", push(true, new PushLane.Phase.Waiting(DUE, WaitReason.UNREACHABLE)));
        states.put("Waiting for outcomes", push(true, new PushLane.Phase.Waiting(LATER, WaitReason.OUTCOME_PENDING)));
        states.put("Offline, resting", push(false, new PushLane.Phase.Resting()));
        states.put("Offline, sending", push(false, new PushLane.Phase.Sending(false)));

        // When
        List<String> table = table(states, (lane, event) -> {
            Step<PushLane> step = lane.on(event, Samples.NOW, Samples.PACE);
            return cell(phase(step.state().phase()), step.state().equals(lane), step.instructions());
        });

        // Then
        assertThat(written("push")).containsExactlyElementsOf(table);
    }

    @Test
    void pullLaneIsTheTable_whenEveryEventMeetsEveryState() throws IOException {
        // Given
        Map<String, PullLane> states = new LinkedHashMap<>();
        states.put("Resting, due", pull(true, new PullLane.Phase.Resting(DUE, WaitReason.NONE)));
        states.put("Resting, not due", pull(true, new PullLane.Phase.Resting(LATER, WaitReason.NONE)));
        states.put("Resting after a fault", pull(true, new PullLane.Phase.Resting(LATER, WaitReason.UNREACHABLE)));
        states.put("Fetching", pull(true, new PullLane.Phase.Fetching(false)));
        states.put("Fetching, asked again", pull(true, new PullLane.Phase.Fetching(true)));
        states.put("Offline, resting", pull(false, new PullLane.Phase.Resting(LATER, WaitReason.NONE)));
        states.put("Offline, fetching", pull(false, new PullLane.Phase.Fetching(false)));

        // When
        List<String> table = table(states, (lane, event) -> {
            Step<PullLane> step = lane.on(event, Samples.NOW, Samples.PACE);
            return cell(phase(step.state().phase()), step.state().equals(lane), step.instructions());
        });

        // Then
        assertThat(written("pull")).containsExactlyElementsOf(table);
    }

    @Test
    void everyKindOfEventIsInTheTables_whenOneIsAdded() {
        // Given
        List<Class<?>> kinds =
                Arrays.stream(Event.class.getPermittedSubclasses()).collect(Collectors.toList());

        // When
        Samples.events().values().forEach(event -> kinds.remove(event.getClass()));

        // Then
        assertThat(kinds).isEmpty();
    }

    private static PushLane push(boolean online, PushLane.Phase phase) {
        return new PushLane(online, phase, 0, 50);
    }

    private static PullLane pull(boolean online, PullLane.Phase phase) {
        return new PullLane(online, phase, 0);
    }

    /** What happens to one state at one event. */
    private interface Cell<S> {
        String of(S state, Event event);
    }

    private static <S> List<String> table(Map<String, S> states, Cell<S> cell) {
        List<String> lines = new ArrayList<>();
        lines.add("| event | " + String.join(" | ", states.keySet()) + " |");
        lines.add("|---|" + "---|".repeat(states.size()));
        Samples.events().forEach((name, event) -> {
            List<String> cells =
                    states.values().stream().map(state -> cell.of(state, event)).toList();
            if (cells.stream().anyMatch(text -> !text.equals("–"))) {
                lines.add("| " + name + " | " + String.join(" | ", cells) + " |");
            }
        });
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
            case PushLane.Phase.Resting() -> "Resting";
            case PushLane.Phase.Sending(boolean again) -> again ? "Sending, again" : "Sending";
            case PushLane.Phase.Waiting(long ignored, WaitReason reason) -> "Waiting `" + reason + "`";
        };
    }

    private static String phase(PullLane.Phase phase) {
        return switch (phase) {
            case PullLane.Phase.Resting(long ignored, WaitReason reason) -> "Resting `" + reason + "`";
            case PullLane.Phase.Fetching(boolean again) -> again ? "Fetching, asked again" : "Fetching";
        };
    }

    private static List<String> written(String table) throws IOException {
        String text = Files.readString(Fixture.home().resolve("docs/spec/agent.md"));
        String start = "<!-- " + table + " -->\n";
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf("<!-- /" + table + " -->", from))
                .lines()
                .toList();
    }
}
