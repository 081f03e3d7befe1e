"""Who installed Page Desk: portals, their people and tokens, frame sessions, events and the log of REST
calls."""
