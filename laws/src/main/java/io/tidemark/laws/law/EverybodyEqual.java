package io.tidemark.laws.law;

import io.tidemark.laws.history.Evidence.DeviceEnd;
import java.util.List;

/** Queues empty and everything read: all devices hold the server's rows, versions and positions among them. */
final class EverybodyEqual implements Law {
    @Override
    public String promise() {
        return "in the end all devices and the server hold the same rows";
    }

    @Override
    public String rules() {
        return "G6";
    }

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        for (DeviceEnd end : facts.evidence().ends()) {
            List<String> different =
                    CheckpointsComplete.different(end.view(), facts.evidence().live());
            search.examine(different.isEmpty(), () -> "%s ends with other rows than the server: %s"
                    .formatted(end.who(), different));
        }
        return search.found();
    }
}
