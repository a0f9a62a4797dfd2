package io.relayhub.cli.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The version as the build wrote it down.
public final class Version {
    private static final String BUILD_INFO = "/META-INF/build-info.properties";

    private Version() {}

    /// `unknown` where the classes were not built by this project's build.
    public static String ofThisBuild() {
        try (InputStream in = Version.class.getResourceAsStream(BUILD_INFO)) {
            Properties build = new Properties();
            if (in != null) {
                build.load(in);
            }
            return build.getProperty("build.version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException("the build information of this program cannot be read", e);
        }
    }
}
