package io.relayhub.app.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relayhub.fleet.roster.ConfiguredServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersFileTest {
    @TempDir
    private Path directory;

    private List<ConfiguredServer> read(String content) throws IOException {
        return new ServersFile(Files.writeString(directory.resolve("servers.yml"), content), new ServerList(null))
                .read();
    }

    @Test
    void aDashboardsOwnFileWillDo() throws IOException {
        assertThat(read("""
                address: 0.0.0.0
                port: 8900
                reportTimeIntervalMax: 30
                servers:
                  - name: Web 1
                    id: web-1
                    secret: "0123456789"
                    group: prod
                    countryCode: CN
                  - id: db-1
                    secret: 12345678
                """))
                .extracting(ConfiguredServer::id, ConfiguredServer::name, ConfiguredServer::country)
                .containsExactly(Tuple.tuple("web-1", "Web 1", "CN"), Tuple.tuple("db-1", "", ""));
        assertThat(read("{\"servers\":[{\"id\":\"web-1\",\"secret\":\"x\"}]}")).hasSize(1);
        assertThat(read("servers: []")).isEmpty();
    }

    @Test
    void aMistakeIsNamedByItsFieldAndNoSecretIsRepeated() {
        Map.of(
                        "servers:\n  - {id: ab, secret: t0psecret}", "servers[0].id must be",
                        "servers:\n  - {id: abc}", "servers[0].secret is missing",
                        "servers:\n  - {id: abc, secret: t0psecret}\n  - {id: abc, secret: t0psecret}",
                                "servers[1].id is 'abc', which servers[0] has already",
                        "servers:\n  - {id: abc, secret: t0psecret, sha256: t0psecret}", "servers[0].secret and sha256",
                        "servers:\n  - {id: abc, sha256: t0psecret}", "servers[0].sha256 is not a SHA-256",
                        "servers:\n  - {id: abc, secert: t0psecret}", "servers[0].secert is no field",
                        "servers:\n  - {id: abc, secret: t0psecret, country-code: CHN}", "servers[0].country-code must",
                        "servers: t0psecret", "servers is no list",
                        "port: 1", "servers is missing",
                        "servers:\n  - {id: abc, secret: \"t0psecret", "the file is no YAML (line")
                .forEach((content, sentence) -> assertThatThrownBy(() -> read(content))
                        .as(content)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith(sentence)
                        .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("t0psecret")));
    }

    @Test
    void tenThousandServersAreReadInNoTime() throws IOException {
        StringBuilder all = new StringBuilder("servers:\n");
        for (int i = 0; i < 10_000; i++) {
            all.append("  - {id: srv-")
                    .append(i)
                    .append(", name: Server ")
                    .append(i)
                    .append(", secret: s")
                    .append(i)
                    .append("}\n");
        }
        assertThat(read(all.toString())).hasSize(10_000);
    }
}
