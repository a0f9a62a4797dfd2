// The document's TypeScript class WebSocketClient, without its types. Its global WebSocket is the browser's.
import WebSocket from 'ws';

class WebSocketClient {
  ws = null;
  reconnectInterval = 3000;
  url;

  constructor(url) {
    this.url = url;
  }

  connect() {
    this.ws = new WebSocket(this.url);
    this.ws.onopen = () => {
      console.log('WebSocket 连接成功');
    };
    this.ws.onmessage = (event) => {
      try {
        const data = JSON.parse(event.data);
        this.handleMessage(data);
      } catch (error) {
        console.error('JSON 解析失败:', error);
      }
    };
    this.ws.onerror = (error) => {
      console.error('WebSocket 错误:', error);
    };
    this.ws.onclose = () => {
      console.log('WebSocket 断开,尝试重连...');
      setTimeout(() => this.connect(), this.reconnectInterval);
    };
  }

  handleMessage(data) {
    console.log('收到数据:', data.serverId, data.cpu.percent.toFixed(1), data.memory.usedPercent.toFixed(1));
  }

  close() {
    if (this.ws) {
      this.ws.close();
    }
  }
}

const client = new WebSocketClient(process.argv[2]);
client.connect();
