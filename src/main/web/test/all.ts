import './access.test';
import './format.test';
import './live.test';
import './model.test';
import './words.test';
