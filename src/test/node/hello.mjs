// Proves that the packages are there: one WebSocket on loopback, one line there and back.
import { WebSocket, WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
server.on('connection', (socket) => socket.on('message', (data) => socket.send(`${data}, says the hub`)));
server.on('listening', () => {
  const client = new WebSocket(`ws://127.0.0.1:${server.address().port}`);
  client.on('open', () => client.send(process.argv[2]));
  client.on('message', (data) => {
    console.log(`${data}`);
    client.close();
    server.close();
  });
});
