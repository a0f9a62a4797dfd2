// The way a relay is usually written with the `ws` package: every message is parsed and written anew. It gives each
// request an id of its own and asks connectors in turn; it has no token, limit, deadline or check.
// Usage: node parsed.mjs PORT
import { WebSocketServer } from 'ws';

const connectors = [];
const pending = new Map();
let number = 0;

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(process.argv[2]),
  perMessageDeflate: false,
  backlog: 4096,
});

server.on('connection', (socket, request) => {
  socket.on('error', () => socket.terminate());
  if (request.url.includes('role=connector')) {
    connectors.push(socket);
    socket.on('close', () => connectors.splice(connectors.indexOf(socket), 1));
    socket.on('message', (data) => {
      const answer = JSON.parse(data);
      const asked = pending.get(answer.id);
      if (asked) {
        pending.delete(answer.id);
        answer.id = asked.id;
        asked.socket.send(JSON.stringify(answer) + '\n');
      }
    });
  } else {
    socket.on('message', (data) => {
      const message = JSON.parse(data);
      const id = `r${++number}`;
      pending.set(id, { socket, id: message.id });
      message.id = id;
      connectors[number % connectors.length]?.send(JSON.stringify(message) + '\n');
    });
  }
});
