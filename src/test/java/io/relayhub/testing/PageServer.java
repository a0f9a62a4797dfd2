package io.relayhub.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The pages that the tests look at, on a free port of loopback.
public final class PageServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, HttpHandler> own = new ConcurrentHashMap<>();

    public PageServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /// @param host `127.0.0.1` or `localhost`: two origins, two sites
    public String url(String host, String path) {
        return "http://" + host + ":" + server.getAddress().getPort() + path;
    }

    public String url(String path) {
        return url("127.0.0.1", path);
    }

    /// Adds a page of the test's own.
    ///
    /// @return its address
    public String page(String path, String html) {
        return answering(path, exchange -> html(exchange, html));
    }

    /// Adds a path that the test answers itself.
    ///
    /// @return its address
    public String answering(String path, HttpHandler handler) {
        own.put(path, handler);
        return url(path);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        HttpHandler handler = own.get(path);
        if (handler != null) {
            handler.handle(exchange);
            return;
        }
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        byte[] posted = exchange.getRequestBody().readAllBytes();
        String body = new String(posted, StandardCharsets.UTF_8);
        switch (path) {
            case "/page" -> html(exchange, PAGE);
            case "/frames" ->
                html(exchange, FRAMES.replace("SAME", url("/inner")).replace("OTHER", url("localhost", "/inner")));
            case "/inner" -> html(exchange, INNER);
            case "/number" -> html(exchange, "<title>" + query + "</title><p id=n>" + query + "</p>");
            case "/api/one" -> json(exchange, "{\"answer\":1}");
            case "/api/two" ->
                json(exchange, "{\"items\":[{\"name\":\"real\"}],\"echo\":" + (body.isEmpty() ? "null" : body) + "}");
            case "/h5/mtop.cart.query/1.0/" ->
                json(exchange, "{\"data\":{\"total\":7,\"items\":[{\"name\":\"real\"}]},\"ret\":[\"SUCCESS\"]}");
            case "/cookie" -> {
                exchange.getResponseHeaders().add("Set-Cookie", "session=s3cret; Path=/");
                html(exchange, "<title>cookie</title>");
            }
            case "/who" ->
                json(
                        exchange,
                        "{\"cookie\":\""
                                + String.valueOf(exchange.getRequestHeaders().getFirst("Cookie")) + "\",\"method\":\""
                                + exchange.getRequestMethod() + "\",\"query\":\"" + query + "\"}");
            case "/away" -> {
                exchange.getResponseHeaders().add("Location", url("localhost", "/page"));
                send(exchange, 302, "text/plain", "");
            }
            case "/awkward" -> html(exchange, AWKWARD);
            case "/hop" -> {
                exchange.getResponseHeaders().add("Location", "/api/one");
                send(exchange, 302, "text/plain", "moved");
            }
            case "/download" -> {
                exchange.getResponseHeaders().add("Content-Disposition", "attachment; filename=file.bin");
                send(exchange, 200, "application/octet-stream", "\u0001\u0002");
            }
            case "/echo" -> send(exchange, 200, "text/plain", posted);
            case "/binary" -> send(exchange, 200, "application/octet-stream", "\u0001\u0002");
            default -> send(exchange, 404, "text/plain", "nothing here");
        }
    }

    public static void html(HttpExchange exchange, String text) throws IOException {
        send(exchange, 200, "text/html; charset=utf-8", text);
    }

    private static void json(HttpExchange exchange, String text) throws IOException {
        send(exchange, 200, "application/json", text);
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        send(exchange, status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private static final String PAGE = """
            <!doctype html><html><head><title>A test page</title>
            <style>body{background:#204080;color:white;font:24px sans-serif}
            #far{margin-top:3000px} #covered{position:absolute;left:600px;top:20px}
            #cover{position:absolute;left:590px;top:0;width:300px;height:100px;background:#a03030}</style></head><body>
            <h1>Welcome</h1>
            <button id="go" onclick="document.getElementById('out').textContent='clicked ' + event.isTrusted">Go</button>
            <p id="out">untouched</p>
            <input id="name" value="old" aria-label="Name"><textarea id="notes">abc</textarea>
            <button id="off" disabled>Off</button>
            <button id="covered">Covered</button><div id="cover"></div>
            <button id="far" onclick="document.getElementById('out').textContent='far'">Far away</button>
            <button class="twin">Twin</button><button class="twin">Twin</button>
            <script>
            console.log('hello', {a: 1}); console.error('an error');
            addEventListener('keydown', e => window.lastKey = (e.ctrlKey ? 'ctrl+' : '') + e.key);
            window.ready = Promise.all([fetch('/api/one'),
              fetch('/api/two', {method: 'POST', body: '{"x":1}'}),
              fetch('/h5/mtop.cart.query/1.0/?api=mtop.cart.query')]).then(all => Promise.all(all.map(a => a.text())));
            </script></body></html>
            """;
    private static final String AWKWARD = """
            <!doctype html><title>Awkward</title>
            <style>html{scroll-behavior:smooth} #deep{margin-top:6000px}</style>
            <p id="out">untouched</p>
            <p onclick="document.getElementById('out').textContent='words'">Plain words</p>
            <input id="seen"><input id="hidden" style="display:none">
            <button id="ask" onclick="document.getElementById('out').textContent='told ' + confirm('sure?')">Ask</button>
            <button id="deep" onclick="document.getElementById('out').textContent='deep'">Deep</button>
            """;
    private static final String FRAMES = """
            <!doctype html><title>Frames</title><p>around</p>
            <iframe id="same" src="SAME" width="300" height="150" style="margin-left:50px"></iframe>
            <iframe id="other" src="OTHER" width="300" height="150" style="margin:40px"></iframe>
            """;
    private static final String INNER = """
            <!doctype html><title>Inner</title><div style="height:30px"></div>
            <button id="inside" onclick="this.textContent='pressed in ' + location.hostname">Inside</button>
            <script>document.getElementById('inside').id += '-' + (location.hostname === 'localhost' ? 'other' : 'same');</script>
            """;
}
