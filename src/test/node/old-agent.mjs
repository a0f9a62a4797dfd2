// An agent of the original's kind: the token in the URL, no hello, a JSON ping, a line for each request.
// node old-agent.mjs URL [ACTION DATA]...
import { WebSocket } from 'ws';

const [url, ...words] = process.argv.slice(2);
const socket = new WebSocket(url);
const open = new Map();
let count = 0;

const send = (message) => socket.send(`${JSON.stringify(message)}\n`);
const ask = (action, data) =>
  new Promise((resolve) => {
    const id = `req_${++count}`;
    open.set(id, resolve);
    send({ id, action, data });
  });

socket.on('open', async () => {
  send({ type: 'ping', timestamp: Date.now() });
  while (words.length > 0) console.log(JSON.stringify(await ask(words.shift(), JSON.parse(words.shift()))));
  socket.close();
});
socket.on('message', (frame) => {
  for (const line of frame.toString().split('\n').filter(Boolean)) {
    const message = JSON.parse(line);
    if (message.type) console.log(message.type);
    else open.get(message.id)(message);
  }
});
