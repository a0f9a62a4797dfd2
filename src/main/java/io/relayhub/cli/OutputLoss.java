package io.relayhub.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Finds out that what a command printed has not arrived, which Java's print streams keep to themselves.
final class OutputLoss {
    private OutputLoss() {}

    /// @return a sentence; empty when all of it arrived, or its reader had gone or was never there
    static Optional<String> ofThisProcess() {
        if (!System.out.checkError()) {
            return Optional.empty();
        }
        // Once more, for the reason. Not closed: that would close standard output.
        @SuppressWarnings("resource")
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        try {
            out.write("\n".getBytes(StandardCharsets.US_ASCII));
            return Optional.of("Not all of the output could be written.");
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            return reason.contains("Broken pipe") || reason.contains("Bad file descriptor")
                    ? Optional.empty()
                    : Optional.of("Not all of the output could be written (" + reason + ").");
        }
    }
}
