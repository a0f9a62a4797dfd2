package io.relayhub.reporter;

import io.relayhub.reporter.ReportOptions.Who;
import io.relayhub.reporter.Sample.Disk;
import io.relayhub.reporter.Sample.Space;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A sample as the text of a message (docs/fleet.md, "Reports").
final class ReportText {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ReportText() {}

    /// @param second Unix time
    static String of(Sample sample, ReportOptions options, long second) {
        return switch (options.shape()) {
            case DOCUMENT -> document(sample, options.who(), second);
            case REAL -> real(sample, options.who());
        };
    }

    private static String document(Sample sample, Who who, long second) {
        ObjectNode report = JSON.createObjectNode();
        report.put("serverId", who.id());
        report.put("serverName", who.name().isEmpty() ? sample.host().hostname() : who.name());
        put(report, "group", who.group());
        put(report, "countryCode", who.country().toUpperCase(Locale.ROOT));
        put(report, "location", who.location());
        report.putObject("cpu")
                .put("percent", sample.cpu().percent())
                .put("cores", sample.cpu().cores())
                .put("modelName", sample.cpu().model());
        space(report.putObject("memory"), sample.memory(), "available");
        if (sample.swap().total() > 0) {
            space(report.putObject("swap"), sample.swap(), "free");
        }
        ArrayNode disks = report.putArray("disk");
        for (Disk disk : sample.disks()) {
            ObjectNode node = disks.addObject().put("path", disk.path()).put("fstype", disk.type());
            space(node, disk.space(), "free");
            node.put("readSpeed", disk.readSpeed()).put("writeSpeed", disk.writeSpeed());
        }
        report.putObject("network")
                .put("interfaceName", sample.network().name())
                .put("bytesSent", sample.network().sent())
                .put("bytesRecv", sample.network().received())
                .put("inSpeed", sample.network().in())
                .put("outSpeed", sample.network().out());
        ObjectNode system = report.putObject("system");
        system.put("hostname", sample.host().hostname())
                .put("os", sample.host().os())
                .put("platform", sample.host().platform())
                .put("platformVersion", sample.host().version())
                .put("arch", sample.host().arch())
                .put("kernel", sample.host().kernel())
                .put("uptime", sample.host().uptime());
        ArrayNode load = system.putArray("load");
        sample.host().load().forEach(load::add);
        report.put("timestamp", second);
        return JSON.writeValueAsString(report);
    }

    private static String real(Sample sample, Who who) {
        ObjectNode report = JSON.createObjectNode();
        report.put("name", who.name()).put("group", who.group()).put("id", "").put("lastReportTime", 0);
        ObjectNode host = report.putObject("hostInfo");
        host.put("kernelArch", sample.host().arch())
                .put("kernelVersion", sample.host().kernel())
                .put("virtualizationSystem", "")
                .put("uptime", sample.host().uptime())
                .put("bootTime", sample.host().bootTime())
                .put("os", sample.host().os())
                .put("platform", sample.host().platform())
                .put("platformFamily", sample.host().platform())
                .put("platformVersion", sample.host().version());
        host.putObject("avgStat")
                .put("load1", sample.host().load().get(0))
                .put("load5", sample.host().load().get(1))
                .put("load15", sample.host().load().get(2));
        ObjectNode cpu = report.putObject("cpuInfo").put("percent", sample.cpu().percent());
        cpu.putArray("info").add(sample.cpu().model() + " x " + sample.cpu().cores() + " ");
        report.putObject("virtualMemoryInfo")
                .put("total", sample.memory().total())
                .put("used", sample.memory().used())
                .put("usedPercent", sample.memory().percent());
        space(report.putObject("swapMemoryInfo"), sample.swap(), "free");
        long total =
                sample.disks().stream().mapToLong(disk -> disk.space().total()).sum();
        long used =
                sample.disks().stream().mapToLong(disk -> disk.space().used()).sum();
        ObjectNode disks = report.putObject("diskInfo")
                .put("total", total)
                .put("used", used)
                .put("usedPercent", new Space(total, used, total - used).percent());
        ArrayNode partitions = disks.putArray("partitions");
        for (Disk disk : sample.disks()) {
            ObjectNode node =
                    partitions.addObject().put("mountPoint", disk.path()).put("fstype", disk.type());
            space(node, disk.space(), "free");
        }
        report.putObject("networkInfo")
                .put("netInSpeed", sample.network().in())
                .put("netOutSpeed", sample.network().out())
                .put("netInTransfer", sample.network().received())
                .put("netOutTransfer", sample.network().sent());
        report.put("ip", "").put("loc", who.country().toUpperCase(Locale.ROOT));
        return JSON.writeValueAsString(report);
    }

    private static void space(ObjectNode node, Space space, String freeName) {
        node.put("total", space.total()).put("used", space.used()).put(freeName, space.free());
        node.put("usedPercent", space.percent());
    }

    private static void put(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }
}
