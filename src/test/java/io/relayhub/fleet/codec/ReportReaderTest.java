package io.relayhub.fleet.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Message;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ReportReaderTest {
    private static final Label LABEL = new Label("web-1", "Web 1", "prod", "CN");
    private static final String DOCUMENT = """
            {"serverId":"web-1","serverName":"Web Server 1","group":"production","countryCode":"CN",
             "location":"Beijing, China","ip":"123.45.67.89",
             "cpu":{"percent":45.2,"cores":8,"modelName":"Intel(R) Xeon(R) CPU E5-2680 v4"},
             "memory":{"total":16777216000,"used":8388608000,"available":8388608000,"usedPercent":50.0},
             "disk":[{"path":"/","total":107374182400,"used":53687091200,"free":53687091200,"usedPercent":50.0,
              "readSpeed":1048576,"writeSpeed":524288}],
             "network":{"interfaceName":"eth0","bytesSent":1073741824,"bytesRecv":2147483648,"inSpeed":1048576,
              "outSpeed":524288},
             "system":{"hostname":"web-server-1","os":"linux","platform":"ubuntu","arch":"amd64",
              "kernel":"5.15.0-58-generic","uptime":864000},
             "timestamp":1699123456}""";
    private static final String REAL = """
            {"name":"","group":"","id":"","lastReportTime":0,
             "hostInfo":{"kernelArch":"x86_64","kernelVersion":"5.15","virtualizationSystem":"kvm","uptime":864000,
              "bootTime":1699000000,"os":"linux","platform":"ubuntu","platformFamily":"debian","platformVersion":"22.04",
              "avgStat":{"load1":0.1,"load5":0.2,"load15":0.3}},
             "cpuInfo":{"percent":12.5,"info":["Intel(R) Xeon(R) x 8 "]},
             "virtualMemoryInfo":{"total":100,"used":50,"usedPercent":50.0},
             "swapMemoryInfo":{"total":40,"used":10,"free":30,"usedPercent":25},
             "diskInfo":{"total":10,"used":4,"usedPercent":40.0,"partitions":[{"mountPoint":"/","fstype":"ext4",
              "total":10,"free":6,"used":4,"usedPercent":40.0}]},
             "networkInfo":{"netInSpeed":1,"netOutSpeed":2,"netInTransfer":3,"netOutTransfer":4},
             "ip":"1.2.3.4","loc":"CN"}""";

    private static Report read(String text) {
        return Objects.requireNonNull(new ReportReader().read(Message.text(text)), text);
    }

    private static JsonNode document(String text) {
        return JsonMapper.shared()
                .readTree(new String(PictureWriter.document(LABEL, read(text), 1_699_123_456), UTF_8));
    }

    private static JsonNode entry(String text) {
        byte[] entry = PictureWriter.entry(LABEL, read(text), 7);
        return JsonMapper.shared().readTree(new String(entry, UTF_8) + new String(PictureWriter.end(true), UTF_8));
    }

    @Test
    void aDocumentComesOutAsItWentIn() {
        JsonNode in = JsonMapper.shared().readTree(DOCUMENT);
        JsonNode out = document(DOCUMENT);
        for (String part : List.of("cpu", "memory", "disk", "network", "location", "ip", "timestamp")) {
            assertThat(out.get(part)).as(part).isEqualTo(in.get(part));
        }
        assertThat(out.path("serverName").stringValue())
                .as("the configuration knows better")
                .isEqualTo("Web 1");
        assertThat(out.path("system").path("kernel"))
                .isEqualTo(in.path("system").path("kernel"));
    }

    @Test
    void bothShapesBecomeTheEntryOfTheFrontEnd() {
        JsonNode document = entry(DOCUMENT);
        assertThat(document.path("hostInfo").path("cpuInfo").get(0).stringValue())
                .isEqualTo("Intel(R) Xeon(R) CPU E5-2680 v4 x 8 ");
        assertThat(document.path("diskPercent").doubleValue()).isEqualTo(50);
        assertThat(document.path("platform").stringValue()).isEqualTo("ubuntu");

        JsonNode real = entry(REAL);
        assertThat(real.propertyNames())
                .containsExactly(
                        "name",
                        "group",
                        "id",
                        "lastReportTime",
                        "uptime",
                        "platform",
                        "cpuPercent",
                        "RAMPercent",
                        "SWAPPercent",
                        "diskPercent",
                        "netInSpeed",
                        "netOutSpeed",
                        "loc",
                        "hostInfo",
                        "isOnline");
        assertThat(real.path("hostInfo").propertyNames())
                .containsExactly(
                        "cpuInfo",
                        "avgStat",
                        "RAMTotal",
                        "RAMUsed",
                        "swapTotal",
                        "swapUsed",
                        "diskTotal",
                        "diskUsed",
                        "diskPartitions",
                        "netInTransfer",
                        "netOutTransfer",
                        "os",
                        "platform",
                        "platformVersion",
                        "virtualizationSystem",
                        "kernelVersion",
                        "kernelArch");
        assertThat(real.path("platform").stringValue()).isEqualTo("ubuntu 22.04");
        assertThat(real.path("SWAPPercent").doubleValue()).isEqualTo(25);
        assertThat(real.path("loc").stringValue()).isEqualTo("cn");
        assertThat(real.path("netInSpeed").intValue()).isEqualTo(1);
        assertThat(real.path("hostInfo").path("netOutTransfer").intValue()).isEqualTo(4);
    }

    @Test
    void aRealReportBecomesADocument() {
        JsonNode document = document(REAL);
        assertThat(document.path("memory").path("available").intValue()).isEqualTo(50);
        assertThat(document.path("disk").get(0).path("path").stringValue()).isEqualTo("/");
        assertThat(document.path("network").path("bytesSent").intValue()).isEqualTo(4);
        assertThat(document.path("system").path("platformFamily").stringValue())
                .as("unknown, and kept")
                .isEqualTo("debian");
    }

    @Test
    void whatIsNoReportIsNone() {
        for (String text : List.of(
                "",
                "{",
                "[]",
                "7",
                "null",
                "{}",
                "{\"type\":\"ping\"}",
                "{\"cpu\":NaN}",
                "{\"cpu\":{}}x",
                "{\"cpu\":1" + "0".repeat(5000) + "}",
                "{\"cpu\":" + "[".repeat(5000) + "]".repeat(5000) + "}")) {
            assertThat(new ReportReader().read(Message.text(text))).as(text).isNull();
        }
    }

    @Test
    void everyMemberMayBeMissingOrOfAnyType() {
        for (String shape : List.of(DOCUMENT, REAL)) {
            for (String name : JsonMapper.shared().readTree(shape).propertyNames()) {
                for (String value : List.of(
                        "null",
                        "true",
                        "-1",
                        "1e999",
                        "-1e999",
                        "1e308",
                        "9223372036854775808",
                        "\"x\"",
                        "[]",
                        "{}",
                        "[1,{\"total\":1e999,\"used\":\"x\",\"path\":7}]",
                        "[[[[[[[[[[]]]]]]]]]]")) {
                    var tree = (ObjectNode) JsonMapper.shared().readTree(shape);
                    tree.remove(name);
                    String text =
                            "{\"" + name + "\":" + value + "," + tree.toString().substring(1);
                    assertThat(document(text).path("cpu").path("percent").isNumber())
                            .as(text)
                            .isTrue();
                    assertThat(entry(text).path("hostInfo").path("cpuInfo").isArray())
                            .as(text)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void whatIsUnknownIsKeptAsFarAsItCanBeShown() {
        JsonNode out = document(
                "{\"cpu\":{\"percent\":1,\"temperature\":61.5},\"disk\":[{\"path\":\"/\",\"inodes\":7}],"
                        + "\"tags\":[\"a\",1e999,null,true,{\"b\":12345678901234567890}],\"bad\":1e999,\"isOnline\":false}");
        assertThat(out.path("cpu").path("temperature").doubleValue()).isEqualTo(61.5);
        assertThat(out.path("disk").get(0).path("inodes").intValue()).isEqualTo(7);
        assertThat(out.path("tags").toString()).isEqualTo("[\"a\",null,true,{\"b\":1.2345678901234567E19}]");
        assertThat(out.has("bad")).isFalse();
    }

    @Test
    void whatIsUnknownCannotTakeTheNameOfWhatIsKnown() {
        // Cleaned, the name is a known one.
        JsonNode out =
                document("{\"cpu\":{\"percent\":1},\"serverId\":\"other\",\"timestamp\":1,\"serverId\":\"again\"}");
        assertThat(out.path("serverId").stringValue()).isEqualTo("web-1");
        assertThat(out.path("timestamp").longValue()).isEqualTo(1_699_123_456);
    }

    @Test
    void aHugeReportIsKeptSmall() {
        String disk = "{\"path\":\"" + "\\u0001".repeat(50) + "\",\"x\":{}},";
        String huge = "{\"cpu\":{},\"a\":\"" + "\u4e2d".repeat(10_000) + "\",\"disk\":[" + disk.repeat(100) + "{}]}";
        assertThat(PictureWriter.document(LABEL, read(huge), 1).length).isLessThan(48_000);
        assertThat(read(huge).disks()).hasSize(DiskList.MOST);
        String members = "{\"cpu\":{}" + ",\"m%d\":{}".repeat(6_000) + "}";
        assertThat(PictureWriter.document(LABEL, read(members), 1).length).isLessThan(16_000);
    }

    @Test
    void allDisksCountInTheSum() {
        String many = "{\"disk\":[" + "{\"total\":2,\"used\":1},".repeat(9_999) + "{\"total\":2,\"used\":1}]}";
        assertThat(read(many).storage().total()).isEqualTo(20_000);
        assertThat(read(many).storage().percent()).isEqualTo(50);
    }

    @Test
    void halvesOfCharactersAndControlsAreReplaced() {
        JsonNode out = document("{\"serverName\":\"x\",\"location\":\"a\\ud83d\\u0000\\ude00b\\ud83d\\ude00\"}");
        assertThat(out.path("location").stringValue()).isEqualTo("a\uFFFD \uFFFDb\ud83d\ude00");
    }
}
