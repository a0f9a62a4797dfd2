package io.relayhub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// The layers that an image has beyond its base, in bytes as a registry stores them.
///
/// @param ofCaches     the one of the start-up caches
/// @param ofTheProgram the others
record Layers(long ofCaches, long ofTheProgram) {
    /// @param directory for the image as files
    static Layers of(String image, Path directory) throws IOException, InterruptedException {
        String saved = directory.resolve("image.tar").toString();
        Engine.run("docker", "save", "--output", saved, image).orFail();
        Engine.run("tar", "-C", directory.toString(), "-xf", saved).orFail();
        List<Path> layers;
        try (Stream<Path> files = Files.walk(directory)) {
            layers = files.filter(file -> file.endsWith("layer.tar")).toList();
        }
        long caches = 0;
        long program = 0;
        for (Path layer : layers) {
            String names = Engine.run("tar", "-tf", layer.toString()).orFail();
            if (names.contains(".aot")) {
                caches += zipped(layer);
            } else if (names.contains("opt/relayhub/")) {
                program += zipped(layer);
            }
        }
        assertThat(caches).as("a layer of caches").isPositive();
        assertThat(program).as("layers of the program").isPositive();
        return new Layers(caches, program);
    }

    private static long zipped(Path file) throws IOException {
        var counted = new Count();
        try (var zip = new GZIPOutputStream(counted)) {
            Files.copy(file, zip);
        }
        return counted.bytes;
    }

    private static final class Count extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes += length;
        }
    }
}
