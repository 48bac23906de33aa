package io.tidemark.gateway;

import io.quarkus.runtime.Startup;
import io.tidemark.protocol.admission.SubmissionReader;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The entity types, read once at start: a wrong file stops it, with file, line and key. */
@Singleton
final class Declarations {
    @Produces
    @Singleton
    @Startup
    EntityTypes entityTypes(@ConfigProperty(name = "tidemark.entity-types") Optional<String> setting) {
        String file = setting.orElseThrow(() -> new IllegalStateException(
                "tidemark.entity-types is not set: it names the file that declares the entity types"));
        return EntityTypesFile.read(Path.of(file));
    }

    @Produces
    @Singleton
    SubmissionReader submissionReader(EntityTypes types) {
        return new SubmissionReader(types);
    }
}
