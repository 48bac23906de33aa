package io.tidemark.system.deployment;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One container, whoever starts it.
 *
 * @param where for messages, such as {@code docker-compose.yml sync-gateway}
 * @param yaml how it was described
 */
record Container(String where, String name, String image, Map<String, Setting> settings, Yaml yaml) {
    /** The modules that become images. */
    static final List<String> MODULES = List.of("sync-gateway", "merge-service");

    /** The module of ours that its image holds; empty for other people's images. */
    Optional<String> module() {
        String repository = image.replaceFirst("[:@].*", "");
        return MODULES.stream().filter(repository::endsWith).findFirst();
    }

    Optional<String> setting(String variable) {
        return Optional.ofNullable(settings.get(variable)).map(Setting::value);
    }
}
