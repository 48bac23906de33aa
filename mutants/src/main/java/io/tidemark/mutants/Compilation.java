package io.tidemark.mutants;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles one source against classes that are there. */
final class Compilation {
    private Compilation() {}

    /** @throws InvalidMutants if the mutant is no Java */
    static void compile(Mutant mutant, String source, List<Path> classPath, Path output) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String path = Stream.concat(classPath.stream().map(Path::toString), Stream.of(ownClassPath()))
                .collect(Collectors.joining(File.pathSeparator));
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-d", output.toString(), "-cp", path, "-proc:none", "-nowarn", "-parameters"),
                            null,
                            List.of(new Source(mutant.file(), source)))
                    .call();
            if (!compiled) {
                throw new InvalidMutants("it does not compile:\n" + messages);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JSpecify's annotations stand in no class path of a service. */
    private static String ownClassPath() {
        return System.getProperty("java.class.path", "");
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(Path file, String text) {
            super(URI.create("string:///" + file.getFileName()), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
