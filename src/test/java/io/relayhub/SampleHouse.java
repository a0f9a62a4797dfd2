package io.relayhub;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Classes written down in a test, compiled as if they stood in a room of `io.relayhub`.
final class SampleHouse {
    private static final Pattern NAME = Pattern.compile("(?:class|interface) (\\w+)");

    private final Path sources;
    private final Path classes;
    private final List<Path> files = new ArrayList<>();

    SampleHouse(Path directory) {
        this.sources = directory.resolve("sources");
        this.classes = directory.resolve("classes");
    }

    void add(String room, String declaration) throws IOException {
        String name = NAME.matcher(declaration)
                .results()
                .findFirst()
                .map((MatchResult match) -> match.group(1))
                .orElseThrow();
        write(room, name, "package " + packageOf(room) + ";\n" + declaration);
    }

    void nullMark(String room) throws IOException {
        write(room, "package-info", "@org.jspecify.annotations.NullMarked package " + packageOf(room) + ";");
    }

    JavaClasses classes() throws IOException {
        JavaCompiler compiler = requireNonNull(ToolProvider.getSystemJavaCompiler(), "the tests run on a JDK");
        List<String> options = List.of("-proc:none", "-implicit:none", "-d", classes.toString());
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            assertThat(compiler.getTask(null, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                            .call())
                    .as("the sample compiles")
                    .isTrue();
        }
        return new ClassFileImporter().importPath(classes);
    }

    private void write(String room, String name, String source) throws IOException {
        Path directory = Files.createDirectories(sources.resolve(room));
        files.add(Files.writeString(directory.resolve(name + ".java"), source));
    }

    private static String packageOf(String room) {
        return room.isEmpty() ? "io.relayhub" : "io.relayhub." + room;
    }
}
