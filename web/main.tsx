// oxlint-disable import/no-unassigned-import -- workers and style sheets are loaded for their effect
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './style.css';
import { createRoot } from 'react-dom/client';
import { Explorer } from './explorer.tsx';

const root = document.getElementById('explorer');
if (root) createRoot(root).render(<Explorer />);
