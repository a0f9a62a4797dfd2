package io.relayhub.cli.process;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// The process that reads this one's standard output, as far as the system tells of it without anything being written:
/// `poll` reports an error on a pipe whose reader has gone.
final class Reader {
    private static final int STANDARD_OUTPUT = 1;
    // POLLERR and POLLNVAL, the same on Linux and macOS.
    private static final int GONE = 0x8 | 0x20;
    private static final Optional<MethodHandle> POLL = poll();

    private Reader() {}

    // A restricted method: the launcher and the jar allow native access.
    @SuppressWarnings("restricted")
    private static Optional<MethodHandle> poll() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("poll")
                .map(function -> linker.downcallHandle(
                        function,
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT)));
    }

    /// Whether it has certainly gone. Never waits.
    static boolean gone() {
        if (POLL.isEmpty()) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            // struct pollfd: the descriptor, the events asked for (errors come unasked), and those that are so.
            MemorySegment one = arena.allocate(8, 4);
            one.set(ValueLayout.JAVA_INT, 0, STANDARD_OUTPUT);
            int found = (int) POLL.get().invokeExact(one, 1L, 0);
            return found > 0 && (one.get(ValueLayout.JAVA_SHORT, 6) & GONE) != 0;
        } catch (Throwable e) {
            return false;
        }
    }
}
