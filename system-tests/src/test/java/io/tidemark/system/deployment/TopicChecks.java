package io.tidemark.system.deployment;

import io.tidemark.protocol.topic.Topic;
import io.tidemark.protocol.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the script that makes the topics, and holds what it asks of the broker against the protocol's topics. */
final class TopicChecks {
    private static final String IN_SYNC = "min.insync.replicas";

    private TopicChecks() {}

    /** @param container whose environment the script gets */
    static List<String> topics(Container container, String script) {
        Map<String, String> environment = new HashMap<>();
        container.settings().forEach((name, setting) -> environment.put(name, setting.value()));
        ScriptRun run = ScriptRun.of(script, environment);
        if (run.status() != 0) {
            return List.of(container.where() + ": create-topics.sh fails: " + run.output());
        }
        List<String> findings = new ArrayList<>();
        Map<String, ScriptRun.Creation> created = new HashMap<>();
        run.creations().forEach(creation -> created.put(creation.topic(), creation));
        for (Topic topic : Topics.all()) {
            ScriptRun.Creation creation = created.remove(topic.name());
            if (creation == null) {
                findings.add(container.where() + ": " + topic.name() + " is not made");
            } else {
                findings.addAll(differences(container, topic, creation));
            }
        }
        created.keySet().forEach(name -> findings.add(container.where() + ": " + name + " is no topic of ours"));
        return findings;
    }

    private static List<String> differences(Container container, Topic topic, ScriptRun.Creation creation) {
        List<String> findings = new ArrayList<>();
        String where = container.where() + ": " + topic.name();
        if (creation.partitions() != topic.partitions()) {
            findings.add(where + " gets " + creation.partitions() + " partitions, not " + topic.partitions());
        }
        Map<String, String> config = new HashMap<>(creation.config());
        int inSync = Integer.parseInt(config.getOrDefault(IN_SYNC, "1"));
        config.remove(IN_SYNC);
        if (!config.equals(topic.config())) {
            findings.add(where + " gets " + config + ", not " + topic.config());
        }
        // One broker is for trying. Of three, one may be away: writes go on, and what was acknowledged is on two.
        boolean alone = creation.replicas() == 1 && inSync == 1;
        boolean safe = creation.replicas() == 3 && inSync == 2;
        if (!(container.where().startsWith(ComposeFile.PATH) ? alone : safe)) {
            findings.add(where + " gets " + creation.replicas() + " replicas, " + inSync + " in sync");
        }
        return findings;
    }
}
