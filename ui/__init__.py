"""The screen: the only room that knows Streamlit and pyvis. It asks, shows and decides nothing."""
