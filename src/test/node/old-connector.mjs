// A connector of the original's kind: the token in the URL, no hello, not a word before it is asked.
// node old-connector.mjs URL
import { WebSocket } from 'ws';

const socket = new WebSocket(process.argv[2]);

socket.on('message', (frame) => {
  for (const line of frame.toString().split('\n').filter(Boolean)) {
    const { id, action, data } = JSON.parse(line);
    const answer =
      action === 'greet'
        ? { id, success: true, data: `Hello, ${data.name}` }
        : { id, success: false, error: `Unknown action: ${action}` };
    socket.send(`${JSON.stringify(answer)}\n`);
  }
});
