package io.tidemark.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One KRaft node, broker and controller at once, on its own data folder. */
final class Kafka implements Part {
    static final String NAME = "kafka";

    private final Home home;
    private final Path data;
    private final int port;
    private final int controllerPort;
    private final List<KafkaListener> others;
    private final KafkaClassArchive archive;

    /**
     * @param data the folder for the logs; the settings file is written beside it
     * @param others doors beside that of {@code port}
     */
    Kafka(Home home, Path data, int port, List<KafkaListener> others) {
        this.home = home;
        this.data = data.toAbsolutePath().normalize();
        this.port = port;
        this.controllerPort = Ports.free();
        this.others = List.copyOf(others);
        this.archive = new KafkaClassArchive(home);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Duration startLimit() {
        return Duration.ofMinutes(2);
    }

    @Override
    public Duration stopLimit() {
        return Duration.ofSeconds(30);
    }

    @Override
    public String marker() {
        return settingsFile().toString();
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    private Path settingsFile() {
        return data.resolveSibling(data.getFileName() + ".properties");
    }

    @Override
    public Launch prepare(PartLog log) throws IOException {
        KafkaStorage.format(home, data);
        Files.writeString(settingsFile(), render(settings()));
        List<String> command = new ArrayList<>(Platform.current().tiedToParent());
        command.add(Part.java().toString());
        command.addAll(List.of("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(archive.flags());
        command.addAll(List.of(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS",
                "-cp",
                home.kafkaClasspath(),
                "kafka.Kafka",
                settingsFile().toString()));
        return new Launch(command, Map.of(), data);
    }

    private Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
                Map.entry(
                        "listeners",
                        withOthers(
                                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                                KafkaListener::listens)),
                Map.entry(
                        "advertised.listeners", withOthers("PLAINTEXT://127.0.0.1:" + port, KafkaListener::advertises)),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry(
                        "listener.security.protocol.map",
                        withOthers("CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT", other -> other.name() + ":PLAINTEXT")),
                Map.entry("log.dirs", data.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("log.retention.hours", "336"),
                Map.entry("log.segment.bytes", "134217728"),
                Map.entry("log.cleaner.dedupe.buffer.size", "16777216"),
                Map.entry("num.recovery.threads.per.data.dir", "2"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                // A killed broker may only register again once its old session has run out.
                Map.entry("broker.heartbeat.interval.ms", "1000"),
                Map.entry("broker.session.timeout.ms", "4000"));
    }

    private String withOthers(String own, Function<KafkaListener, String> said) {
        return Stream.concat(Stream.of(own), others.stream().map(said)).collect(Collectors.joining(","));
    }

    /** A backslash or a leading space means something in a properties file; a path may hold either. */
    private static String render(Map<String, String> settings) {
        return settings.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\") + "\n")
                .collect(Collectors.joining());
    }

    @Override
    public boolean ready() {
        return Ports.answers(port) && KafkaTopics.ensure(bootstrapServers());
    }

    @Override
    public void askToStop(ProcessHandle process) {
        process.destroy();
    }

    @Override
    public void ended(boolean asked) throws IOException {
        archive.keepIf(asked);
    }
}
