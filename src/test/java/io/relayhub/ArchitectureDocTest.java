package io.relayhub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The table of rooms in docs/architecture.md is the one that [ArchitectureTest] holds. Compared are the names in
/// backticks; `x.*` is all rooms below `x`, "what it uses" and "all above" stand for what they say.
class ArchitectureDocTest {
    private static final House HOUSE = ArchitectureTest.HOUSE;
    /// Rooms that have classes: the test's table also has places for some that are to come.
    private static final Set<String> BUILT = House.roomsOf(ArchitectureTest.CLASSES);

    private final List<Row> rows = rows();

    /// One line of the table.
    ///
    /// @param above the rooms of the lines before
    private record Row(List<String> rooms, String mayUse, Set<String> above) {
        /// The rooms that are named, as their full names.
        Set<String> named() {
            Set<String> named = new TreeSet<>();
            for (String name : quoted(mayUse)) {
                if (name.endsWith(".*")) {
                    String parent = name.substring(0, name.length() - 1);
                    BUILT.stream().filter(room -> room.startsWith(parent)).forEach(named::add);
                } else {
                    named.add(fullName(name));
                }
            }
            return named;
        }

        /// All rooms that a reader takes to be allowed.
        Set<String> stated() {
            Set<String> stated = named();
            if (mayUse.contains("what it uses")) {
                named().forEach(room -> stated.addAll(HOUSE.reachableFrom(room)));
            }
            if (mayUse.contains("all above")) {
                stated.addAll(above);
            }
            return stated;
        }

        /// A neighbour's name is written without what both names begin with.
        private String fullName(String name) {
            String prefix = BUILT.contains(name) ? "" : rooms.getFirst();
            while (prefix.contains(".")) {
                prefix = prefix.substring(0, prefix.lastIndexOf('.'));
                if (BUILT.contains(prefix + "." + name)) {
                    return prefix + "." + name;
                }
            }
            return name;
        }
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        Set<String> above = new TreeSet<>();
        for (String line : lines()) {
            if (line.startsWith("| `")) {
                String[] cells = line.split(" \\| ", -1);
                List<String> rooms = new ArrayList<>();
                for (String room : quoted(cells[0])) {
                    rooms.add(
                            room.startsWith(".")
                                    ? rooms.getFirst()
                                                    .substring(
                                                            0, rooms.getFirst().lastIndexOf('.'))
                                            + room
                                    : room);
                }
                rows.add(new Row(rooms, cells[2], Set.copyOf(above)));
                above.addAll(rooms);
            }
        }
        return rows;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(Path.of("docs/architecture.md"));
        } catch (IOException e) {
            throw new AssertionError("no document to compare with", e);
        }
    }

    private static List<String> quoted(String cell) {
        return Pattern.compile("`([^`]+)`")
                .matcher(cell)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    @Test
    void everyRoomIsInBoth() {
        assertThat(rows.stream().flatMap(row -> row.rooms().stream())).containsExactlyInAnyOrderElementsOf(BUILT);
    }

    @Test
    void whatTheDocumentNamesIsAllowed() {
        for (Row row : rows) {
            Set<String> allowed = new TreeSet<>();
            row.rooms().forEach(room -> allowed.addAll(HOUSE.room(room).rooms()));
            assertThat(allowed).as("%s may use", row.rooms()).containsAll(row.named());
        }
    }

    @Test
    void whatIsAllowedIsInTheDocument() {
        for (Row row : rows) {
            Set<String> stated = row.stated();
            for (String room : row.rooms()) {
                assertThat(HOUSE.room(room).rooms().stream().filter(BUILT::contains))
                        .as("%s may use", room)
                        .allMatch(stated::contains);
            }
        }
    }
}
