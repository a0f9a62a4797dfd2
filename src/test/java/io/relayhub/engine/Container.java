package io.relayhub.engine;

import io.relayhub.engine.Engine.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// One container, from its start until it is removed, whatever has become of it.
record Container(String id) implements AutoCloseable {
    /// @param options of `docker run`
    static Container run(String image, List<String> options, String... command)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("docker", "run", "--detach"));
        words.addAll(options);
        words.add(image);
        words.addAll(List.of(command));
        return new Container(Engine.run(words.toArray(String[]::new)).orFail().strip());
    }

    /// The port of this machine that leads to one of the container's.
    int port(int inside) throws IOException, InterruptedException {
        String address = Engine.run("docker", "port", id, String.valueOf(inside))
                .orFail()
                .lines()
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1).strip());
    }

    /// Runs a command inside.
    Answer execute(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("docker", "exec", id));
        words.addAll(List.of(command));
        return Engine.run(words.toArray(String[]::new));
    }

    String logs() throws IOException, InterruptedException {
        return Engine.run("docker", "logs", id).orFail();
    }

    String inspect(String format) throws IOException, InterruptedException {
        return Engine.run("docker", "inspect", "--format", format, id).orFail().strip();
    }

    /// Sends SIGTERM and returns when it has ended; after 30 s the engine kills it.
    void stop() throws IOException, InterruptedException {
        Engine.run("docker", "stop", "--time=30", id).orFail();
    }

    @Override
    public void close() {
        try {
            Engine.run("docker", "rm", "--force", "--volumes", id);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
