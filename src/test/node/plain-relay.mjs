// A yardstick for benchmarks: the least that a relay can be with the `ws` package. It takes the role from the query,
// gives each request a number of its own, asks connectors in turn, and has no token, limit, deadline or check.
import { WebSocketServer } from 'ws';

const connectors = [];
const pending = new Map();
let number = 0;

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false }, () => {
  console.log(`Ready: ws://127.0.0.1:${server.address().port}/ws`);
});

server.on('connection', (socket, request) => {
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
