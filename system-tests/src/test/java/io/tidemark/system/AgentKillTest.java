package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.simulator.demo.StopRequest;
import io.tidemark.simulator.drill.kill.KillDrill;
import io.tidemark.simulator.drill.kill.KillOptions;
import io.tidemark.simulator.drill.kill.KillResult;
import io.tidemark.simulator.drill.kill.Life;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** G9 on the real stack. A twentieth of {@code ./tidemark drill agent-kill --kills 500}; the whole is in {@code docs/reports}. */
class AgentKillTest {
    private static final KillOptions OPTIONS = new KillOptions(25, 20_261_122L);

    @RegisterExtension
    static final SharedStack STACK = new SharedStack();

    @Test
    void keepsEveryPromise_whenTheDeviceIsKilledInTheMiddleOfWhatItDoes(@TempDir Path folder) throws Exception {
        // When
        List<String> told = new ArrayList<>();
        KillResult result = KillDrill.run(OPTIONS, STACK.get(), folder, told::add, new StopRequest());
        // Then
        assertThat(result).isInstanceOf(KillResult.Judged.class);
        KillResult.Judged judged = (KillResult.Judged) result;
        assertThat(judged.verdict().violations()).isEmpty();
        assertThat(judged.evidence().edits()).hasSizeGreaterThan(100);
        assertThat(judged.lives()).hasSize(25).allMatch(Life::wasReached);
        assertThat(judged.lives()).extracting(Life::point).contains(Optional.empty());
        assertThat(told).hasSize(25);
    }
}
