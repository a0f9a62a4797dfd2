package io.relayhub.cli.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command that starts this very program once more: by the launcher that started it, or else by the same Java with
/// the same classes.
public final class Self {
    private static final String LAUNCHER_PROPERTY = "relayhub.launcher";

    private Self() {}

    public static List<String> command(String command, String option, List<String> options) {
        List<String> words = new ArrayList<>(program());
        words.add(command);
        words.add(option);
        words.addAll(options);
        return words;
    }

    private static List<String> program() {
        String launcher = System.getProperty(LAUNCHER_PROPERTY, "");
        if (!launcher.isEmpty()) {
            return List.of(launcher);
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        List<String> program = new ArrayList<>(List.of(java, "--enable-native-access=ALL-UNNAMED"));
        if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
            program.addAll(List.of("-jar", Path.of(classPath).toAbsolutePath().toString()));
        } else {
            program.addAll(List.of("-cp", classPath, "io.relayhub.Main"));
        }
        return program;
    }
}
