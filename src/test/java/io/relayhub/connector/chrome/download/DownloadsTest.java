package io.relayhub.connector.chrome.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.connector.chrome.download.Download.State;
import io.relayhub.connector.chrome.download.Downloads.Destination;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DownloadsTest {
    private static final Download.Origin TAB = new Download.Origin(3, "", "https://site.example/file", true, true);

    @TempDir
    private Path place = Path.of("");

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static void begin(Downloads downloads, String file, Download.Origin origin) {
        downloads.begun(json("{\"guid\":\"" + file + "\",\"suggestedFilename\":\"" + file + ".txt\"}"), origin);
    }

    private static Optional<Download> progress(Downloads downloads, String file, String state, long bytes) {
        return downloads.progress(json("{\"guid\":\"" + file + "\",\"state\":\"" + state + "\",\"totalBytes\":" + bytes
                + ",\"receivedBytes\":" + bytes + "}"));
    }

    private Downloads downloads() {
        return new Downloads(new DownloadFolder(place), Destination.CONNECTOR);
    }

    @Test
    void aDownloadIsKnownUntilItsEnd() {
        try (Downloads downloads = downloads()) {
            begin(downloads, "a", TAB);
            assertThat(downloads.all().getFirst().state()).isEqualTo(State.IN_PROGRESS);
            progress(downloads, "a", "completed", 7);
            Download done = downloads.find("d1").orElseThrow();
            assertThat(done.state()).isEqualTo(State.COMPLETED);
            assertThat(done.total()).isEqualTo(7);
            begin(downloads, "b", TAB);
            progress(downloads, "b", "canceled", 3);
            assertThat(downloads.all().getFirst().state()).isEqualTo(State.CANCELLED);
        }
    }

    @Test
    void whatGoesWithTheBrowserHasFailed() {
        try (Downloads downloads = downloads()) {
            begin(downloads, "a", TAB);
            downloads.interrupted();
            assertThat(downloads.all().getFirst().state()).isEqualTo(State.FAILED);
        }
    }

    @Test
    void oneThatIsTooLargeIsToBeCancelled() {
        try (Downloads downloads = downloads()) {
            begin(downloads, "a", TAB);
            assertThat(progress(downloads, "a", "inProgress", Downloads.MAX_SIZE + 1))
                    .map(Download::file)
                    .contains("a");
            assertThat(downloads.all().getFirst().state()).isEqualTo(State.CANCELLED);
            assertThat(downloads.all().getFirst().reason()).contains("MiB");
            assertThat(progress(downloads, "a", "completed", 1)).isEmpty();
        }
    }

    @Test
    void theOldestGiveWayToTheDiskLimitAndToTheCount() {
        try (Downloads downloads = downloads()) {
            for (String file : List.of("a", "b", "c")) {
                begin(downloads, file, TAB);
                progress(downloads, file, "completed", Downloads.MAX_SIZE);
            }
            assertThat(downloads.all()).extracting(Download::file).containsExactly("c", "b");
            for (int i = 0; i < Downloads.MAX_COUNT; i++) {
                begin(downloads, "n" + i, TAB);
            }
            assertThat(downloads.all()).hasSize(Downloads.MAX_COUNT);
        }
    }

    @Test
    void theUsersOwnTakeNoRoomAndHiddenOnesAreNotShown() {
        try (Downloads downloads = downloads()) {
            begin(downloads, "a", new Download.Origin(3, "", "https://site.example/", false, true));
            assertThat(progress(downloads, "a", "completed", Downloads.MAX_TOTAL * 2))
                    .isEmpty();
            begin(downloads, "b", new Download.Origin(3, "", "https://other.example/", true, false));
            assertThat(downloads.all()).extracting(Download::file).containsExactly("a");
            assertThat(downloads.find("d2")).isEmpty();
        }
    }

    @Test
    void aNameThatCouldLeaveTheDirectoryIsNoFile() {
        try (Downloads downloads = downloads()) {
            begin(downloads, "../a", TAB);
            assertThat(downloads.all()).isEmpty();
        }
    }

    @Test
    void filesAreReadInPiecesAndGoAtTheEnd() throws Exception {
        Downloads downloads = downloads();
        String directory =
                downloads.behavior(Destination.CONNECTOR).path("downloadPath").asString();
        Files.writeString(Path.of(directory, "a"), "0123456789");
        begin(downloads, "a", TAB);
        progress(downloads, "a", "completed", 10);
        Download download = downloads.all().getFirst();
        assertThat(downloads.size(download)).isEqualTo(10);
        assertThat(new String(downloads.read(download, 4, 3), StandardCharsets.US_ASCII))
                .isEqualTo("456");
        assertThat(downloads.read(download, 20, 3)).isEmpty();
        downloads.close();
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void theDirectoryOfAConnectorThatWasKilledIsDeletedByTheNext() throws Exception {
        Path left = Files.createDirectory(place.resolve("relayhub-downloads-999999999-1"));
        Files.writeString(left.resolve("a"), "x");
        try (Downloads downloads = downloads()) {
            assertThat(downloads
                            .behavior(Destination.CONNECTOR)
                            .path("behavior")
                            .asString())
                    .isEqualTo("allowAndName");
            assertThat(left).doesNotExist();
        }
    }
}
