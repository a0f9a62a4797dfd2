package io.relayhub.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
    @TempDir
    private Path temporary;

    @Test
    void itIsTheOriginalsUnlessNamed() {
        assertThat(StateDirectory.of(Map.of(), "/home/ada").path()).isEqualTo(Path.of("/home/ada/.mtop-devtools"));
        assertThat(StateDirectory.of(Map.of("RELAYHUB_HOME", " "), "/home/ada").path())
                .isEqualTo(Path.of("/home/ada/.mtop-devtools"));
        assertThat(StateDirectory.of(Map.of("RELAYHUB_HOME", "/srv/hub"), "/home/ada")
                        .path())
                .isEqualTo(Path.of("/srv/hub"));
    }

    @Test
    void theFilesOfADaemonStandSideBySide() {
        DaemonFiles files = new StateDirectory(Path.of("/h")).files("connectors/0123456789abcdef");
        assertThat(files.state()).isEqualTo(Path.of("/h/connectors/0123456789abcdef.json"));
        assertThat(files.log()).isEqualTo(Path.of("/h/connectors/0123456789abcdef.log"));
        assertThat(files.rolledLog()).isEqualTo(Path.of("/h/connectors/0123456789abcdef.log.1"));
    }

    @Test
    void aNameStaysInside() {
        StateDirectory directory = new StateDirectory(Path.of("/h"));
        assertThatThrownBy(() -> directory.files("../etc/passwd")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> directory.files("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theDirectoriesAreForTheOwnerAlone() throws IOException {
        Path path = temporary.resolve("a/b");
        StateDirectory directory = new StateDirectory(path);
        directory.prepare(directory.files("connectors/x"));
        assertThat(permissions(path)).isEqualTo("rwx------");
        assertThat(permissions(path.resolve("connectors"))).isEqualTo("rwx------");
    }

    @Test
    void aDirectoryThatWasOpenIsClosed() throws IOException {
        Path path = Files.createDirectory(
                temporary.resolve("open"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        StateDirectory directory = new StateDirectory(path);
        directory.prepare(directory.files("cloud-server"));
        assertThat(permissions(path)).isEqualTo("rwx------");
    }

    @Test
    void aFileInTheWayIsAnErrorThatSaysWhatToDo() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        StateDirectory directory = new StateDirectory(file.resolve("home"));
        assertThatThrownBy(() -> directory.prepare(directory.files("cloud-server")))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("Cannot use " + file.resolve("home"))
                .hasMessageContaining("RELAYHUB_HOME");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
