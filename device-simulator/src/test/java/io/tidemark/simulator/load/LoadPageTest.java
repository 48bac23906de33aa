package io.tidemark.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.simulator.statistics.Percentiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LoadPageTest {
    private static final String TOKEN = "a-token-that-nobody-may-read";

    @Test
    void standsAlone_withAPlotForEachFigureAndAllObjectives() throws IOException {
        // Given
        LoadReport report = report(List.of(Objective.parse("p95<2s"), Objective.parse("errors<1%")));
        // When
        String page = LoadPage.write(report);
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("load-page.html"), page);
        // Then: nothing is fetched from anywhere, and no script runs
        assertThat(page).doesNotContain("<script", "src=", "href=", "@import", "url(", TOKEN);
        assertThat(page.split("<figure>", -1)).hasSize(1 + 6);
        assertThat(page).contains("p95&lt;2s", "✓ met", "✗ missed", "profile <b>commuter</b>");
        assertThat(page).doesNotContain("NaN", "Infinity");
    }

    @Test
    void saysSo_whenADeviceHoldsSomethingElse() {
        // Given
        LoadReport whole = report(List.of());
        LoadReport broken = new LoadReport(
                whole.options(),
                whole.begun(),
                whole.target(),
                List.of(),
                whole.totals(),
                1,
                0,
                0,
                0,
                0,
                whole.decided(),
                whole.offline(),
                whole.visible(),
                1,
                1,
                0,
                3,
                List.of());
        // Then
        assertThat(broken.passed()).isFalse();
        assertThat(LoadText.after(broken)).last().asString().startsWith("NOT CONVERGED");
        assertThat(LoadPage.write(broken)).contains("verdict no", "NOT CONVERGED");
        assertThat(LoadJson.write(broken)).contains("\"converged\":false").doesNotContain(TOKEN);
    }

    private static LoadReport report(List<Objective> objectives) {
        LoadOptions options = new LoadOptions(
                5_000,
                4,
                200,
                Duration.ofMinutes(4),
                Profile.COMMUTER,
                7,
                Optional.of(new LoadOptions.Target(URI.create("http://gateway:8080"), TOKEN, List.of("a"))),
                objectives,
                Optional.empty());
        Random random = new Random(3);
        List<Meter.Bucket> buckets = new ArrayList<>();
        for (int at = 1; at <= 270; at++) {
            boolean working = at <= 240;
            double slow = 1 + Math.max(0, Math.sin(at / 25.0));
            buckets.add(new Meter.Bucket(
                    at,
                    1,
                    working ? 180 + random.nextInt(40) : 0,
                    working ? 150 + random.nextInt(90) : Math.max(0, 600 - (at - 240) * 25),
                    random.nextInt(9),
                    260 + random.nextInt(60),
                    random.nextInt(20) == 0 ? 3 : 0,
                    Percentiles.of(60 * slow, 75 * slow, 90 * slow, 240 * slow, 800 * slow),
                    working ? 900 + at * 4 + random.nextInt(60) : Math.max(0, 1_860 - (at - 240) * 70),
                    working ? slow : 0,
                    working ? 3_300 + random.nextInt(90) : 5_000));
        }
        return new LoadReport(
                        options,
                        Instant.parse("2026-11-22T10:15:30Z"),
                        "a <local> stack",
                        buckets,
                        new Meter.Totals(48_000, 48_000, 900, 70_000, 1_400),
                        46_000,
                        1_100,
                        900,
                        0,
                        300,
                        Percentiles.of(80, 120, 900, 1_400),
                        Percentiles.of(8_000, 12_000),
                        Percentiles.of(120, 400),
                        240,
                        27,
                        0,
                        0,
                        List.of())
                .judged();
    }
}
