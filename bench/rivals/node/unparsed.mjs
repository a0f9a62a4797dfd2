// The least that a relay can be with the `ws` package: bytes pass as they came. Requests go to connectors in turn; an
// answer goes to the agent whose number its id begins with, as the load generator's ids do (<agent>.<sequence>). It
// reads nothing else, keeps nothing of a request, and has no token, limit, deadline or check.
// Usage: node unparsed.mjs PORT
import { WebSocketServer } from 'ws';

const QUOTE = 0x22;
const connectors = [];
const agents = [];
let turn = 0;

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(process.argv[2]),
  perMessageDeflate: false,
  skipUTF8Validation: true,
  backlog: 4096,
});

// The number before the first byte of the id's value that is no digit; -1 where there is none.
function agentOf(data) {
  let at = data.indexOf('"id":"');
  if (at < 0) {
    return -1;
  }
  let number = 0;
  for (at += 6; data[at] >= 0x30 && data[at] <= 0x39; at++) {
    number = number * 10 + data[at] - 0x30;
  }
  return data[at] === QUOTE ? -1 : number;
}

server.on('connection', (socket, request) => {
  socket.on('error', () => socket.terminate());
  if (request.url.includes('role=connector')) {
    connectors.push(socket);
    socket.on('close', () => connectors.splice(connectors.indexOf(socket), 1));
    socket.on('message', (data) => agents[agentOf(data)]?.send(data, { binary: false }));
  } else {
    let number = -1;
    socket.on('close', () => {
      if (agents[number] === socket) {
        agents[number] = undefined;
      }
    });
    socket.on('message', (data) => {
      if (number < 0) {
        number = agentOf(data);
        agents[number] = socket;
      }
      connectors[turn++ % connectors.length]?.send(data, { binary: false });
    });
  }
});
