"""The tests: they mirror both packages; browser/ drives a real Chromium."""
