package io.relayhub.connector.system;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.spi.Json;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.software.os.OperatingSystem;
import tools.jackson.databind.node.ObjectNode;

/// This machine as OSHI knows it. Loaded when first asked: it takes a moment.
final class Machine {
    private final Object lock = new Object();

    @GuardedBy("lock")
    private @Nullable SystemInfo info;

    /// Sizes in bytes, times in seconds.
    ObjectNode describe() {
        synchronized (lock) {
            if (info == null) {
                info = new SystemInfo();
            }
            return describe(info);
        }
    }

    private static ObjectNode describe(SystemInfo info) {
        OperatingSystem system = info.getOperatingSystem();
        CentralProcessor processor = info.getHardware().getProcessor();
        GlobalMemory memory = info.getHardware().getMemory();
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("hostname", system.getNetworkParams().getHostName());
        ObjectNode os = node.putObject("os");
        os.put("family", system.getFamily());
        os.put("version", system.getVersionInfo().toString());
        os.put("arch", System.getProperty("os.arch"));
        os.put("uptime", system.getSystemUptime());
        ObjectNode cpu = node.putObject("cpu");
        cpu.put("model", processor.getProcessorIdentifier().getName().strip());
        cpu.put("cores", processor.getLogicalProcessorCount());
        ObjectNode ram = node.putObject("memory");
        ram.put("total", memory.getTotal());
        ram.put("available", memory.getAvailable());
        node.put("java", Runtime.version().toString());
        return node;
    }
}
