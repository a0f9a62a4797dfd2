package io.relayhub.connector.chrome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.relayhub.connector.chrome.browser.ChromeError;
import io.relayhub.connector.spi.Actions;
import io.relayhub.connector.spi.Members;
import io.relayhub.connector.spi.Provider;
import io.relayhub.connector.spi.ProviderOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ChromeDocsTest {
    private static Set<String> firstCells(String heading) throws Exception {
        String document = Files.readString(Path.of("docs/chrome.md"));
        int begin = document.indexOf("## " + heading + "\n");
        assertTrue(begin >= 0, heading);
        int end = document.indexOf("\n## ", begin);
        String section = end < 0 ? document.substring(begin) : document.substring(begin, end);
        Set<String> cells = new TreeSet<>();
        Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE)
                .matcher(section)
                .results()
                .forEach(row -> cells.add(row.group(1)));
        return cells;
    }

    @Test
    void theActionsAreTheDocumentedOnes() throws Exception {
        // Nothing listens there: the provider opens all the same.
        ProviderOptions options =
                new ProviderOptions(Path.of("unused"), Map.of("chrome", List.of("http://127.0.0.1:1")), notice -> {});
        try (Provider provider = new ChromeProviderFactory().open(options)) {
            assertEquals(new Actions.Named(firstCells("Actions")), provider.actions());
        }
    }

    private static Map<String, Members> members() {
        try (ScriptedChrome chrome = new ScriptedChrome()) {
            return chrome.actions().members();
        }
    }

    /// A row's cell for `data` names every member; `tabId` and `context` are explained once for all.
    @Test
    void theMembersAreTheDocumentedOnes() throws Exception {
        String document = Files.readString(Path.of("docs/chrome.md"));
        for (Map.Entry<String, Members> action : members().entrySet()) {
            Matcher row = Pattern.compile("^\\| `" + action.getKey() + "` \\|([^|]*)\\|", Pattern.MULTILINE)
                    .matcher(document);
            assertTrue(row.find(), action.getKey());
            for (String member : action.getValue().names()) {
                boolean common = member.equals("tabId") || member.equals("context");
                assertTrue(
                        common || row.group(1).matches("(?s).*\\b" + member + "\\b.*"),
                        action.getKey() + " does not document \"" + member + "\"");
            }
        }
    }

    @Test
    void theErrorsAreTheDocumentedOnes() throws Exception {
        Set<String> codes = new TreeSet<>();
        for (ChromeError error : ChromeError.values()) {
            codes.add(error.name());
        }
        assertEquals(codes, firstCells("Errors"));
    }
}
